-- Boxes in right ascension and declination that contain a region: what the indexes are made of
-- (USING gist (adql.bounds(s_region)), USING gist (point(s_ra, s_dec))) and what a query asks them with.
-- The low right ascension is in [0, 360), the high one at most 360 beyond it; a region around a pole has all of
-- [0, 360]. Two such boxes touch on the sky only if they touch after moving one b2 -360, 0 or 360 degrees, hence
-- the turn in adql.bounds(region, turn). Points are indexed as they are, point(ra, dec), and found for right ascensions
-- within -180 to 540 degrees. A margin above the tolerance of the exact tests is included, so that a box
-- never refuses what the exact test accepts.

CREATE OR REPLACE FUNCTION adql.window(ra float8, de float8, radius float8, turn int) RETURNS box
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 20 AS $$
DECLARE
  r float8 := radius + 1e-9;
  half_width float8;
  low float8;
BEGIN
  -- A negative radius holds nothing, but the exact test is to say so; the same for values out of range.
  IF NOT (r >= 0 AND r <= 181 AND abs(ra) < 1e6 AND abs(de) <= 90) THEN
    RETURN CASE WHEN r < 0 THEN box(point(-1000, -1000), point(-1000, -1000))
                ELSE box(point(-1e300, -1e300), point(1e300, 1e300)) END;
  END IF;
  IF abs(de) + r >= 90 - 1e-9 THEN
    RETURN box(point(360.0 * turn, greatest(de - r, -91)), point(360.0 * turn + 360, least(de + r, 91)));
  END IF;
  half_width := asind(least(1, sind(r) / cosd(de) * (1 + 1e-12))) + 1e-9;
  low := adql.turn(ra - half_width);
  RETURN box(point(low + 360 * turn, de - r), point(low + 2 * half_width + 360 * turn, de + r));
END $$;

CREATE OR REPLACE FUNCTION adql.polygon_bounds(region float8[], turn int) RETURNS box
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 500 AS $$
DECLARE
  v float8[] := adql.vectors(region);
  n int := cardinality(region);
  m int := cardinality(v);
  ra float8 := region[n - 1];  -- followed along the border, beyond 360 if need be
  step float8;
  west float8 := ra; east float8 := ra; south float8 := region[n]; north float8 := region[n];
  a1 float8; a2 float8; a3 float8; b1 float8; b2 float8; b3 float8; n1 float8; n2 float8; n3 float8;
  apex float8;
  all_round boolean := false;
  margin float8 := 1e-9;
BEGIN
  IF v IS NULL THEN RETURN NULL; END IF;
  a1 := v[m - 2]; a2 := v[m - 1]; a3 := v[m];
  FOR i IN 1 .. n / 2 LOOP
    step := adql.turn(region[2 * i - 1] - ra + 180) - 180;
    -- Straight over a pole, or so near that rounding might decide the side.
    IF abs(step) > 180 - 1e-9 OR abs(region[2 * i]) > 90 - 1e-6 THEN all_round := true; END IF;
    ra := ra + step;
    west := least(west, ra); east := greatest(east, ra);
    south := least(south, region[2 * i]); north := greatest(north, region[2 * i]);
    -- The highest and lowest points of the great circle, where they lie between the ends of the arc.
    b1 := v[3 * i - 2]; b2 := v[3 * i - 1]; b3 := v[3 * i];
    n1 := a2 * (b3 - a3) - a3 * (b2 - a2); n2 := a3 * (b1 - a1) - a1 * (b3 - a3); n3 := a1 * (b2 - a2) - a2 * (b1 - a1);
    IF (n1 * a2 - n2 * a1) * (n1 * b2 - n2 * b1) < 0 THEN
      apex := atan2d(sqrt(n1 * n1 + n2 * n2), abs(n3));
      IF n1 * a2 - n2 * a1 > 0 THEN north := greatest(north, apex); ELSE south := least(south, -apex); END IF;
    END IF;
    a1 := b1; a2 := b2; a3 := b3;
  END LOOP;
  IF adql.side(v, 0, 0, 1) >= 0 THEN all_round := true; north := 90; END IF;
  IF adql.side(v, 0, 0, -1) >= 0 THEN all_round := true; south := -90; END IF;
  margin := margin / greatest(1e-3, cosd(greatest(abs(north), abs(south))));
  IF all_round OR east - west + 2 * margin >= 360 OR greatest(abs(north), abs(south)) > 90 - 1e-6 THEN
    RETURN box(point(360.0 * turn, south - 1e-6), point(360.0 * turn + 360, north + 1e-6));
  END IF;
  ra := adql.turn(west - margin);
  RETURN box(point(ra + 360 * turn, south - margin), point(ra + (east - west) + 2 * margin + 360 * turn, north + margin));
END $$;

CREATE OR REPLACE FUNCTION adql.bounds(region float8[], turn int) RETURNS box
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 100 AS $$
BEGIN
  IF cardinality(region) = 3 THEN RETURN adql.window(region[1], region[2], region[3], turn); END IF;
  IF cardinality(region) = 2 THEN RETURN adql.window(region[1], region[2], 0, turn); END IF;
  RETURN adql.polygon_bounds(region, turn);
END $$;

CREATE OR REPLACE FUNCTION adql.bounds(region float8[]) RETURNS box
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 100 AS $$ BEGIN RETURN adql.bounds(region, 0); END $$;

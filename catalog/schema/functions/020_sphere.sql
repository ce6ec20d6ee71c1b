-- Distances and unit vectors.

-- Angle between two directions, all in degrees. The half-angle form keeps full relative precision for the smallest
-- separations and for antipodes alike: h = sin^2(d/2) and g = cos^2(d/2) are both sums of squares.
CREATE OR REPLACE FUNCTION adql.distance(ra1 float8, dec1 float8, ra2 float8, dec2 float8) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT COST 5 AS $$
  SELECT 2 * atan2d(
    sqrt(sind((dec1 - dec2) / 2) * sind((dec1 - dec2) / 2)
         + cosd(dec1) * cosd(dec2) * sind((ra1 - ra2) / 2) * sind((ra1 - ra2) / 2)),
    sqrt(sind((dec1 + dec2) / 2) * sind((dec1 + dec2) / 2)
         + cosd(dec1) * cosd(dec2) * cosd((ra1 - ra2) / 2) * cosd((ra1 - ra2) / 2)))
$$;

CREATE OR REPLACE FUNCTION adql.distance(a float8[], b float8[]) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT COST 5 AS $$ SELECT adql.distance(a[1], a[2], b[1], b[2]) $$;

-- The right ascension in [0, 360).
CREATE OR REPLACE FUNCTION adql.turn(ra float8) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT CASE WHEN ra >= 0 AND ra < 360 THEN ra
              WHEN ra - 360 * floor(ra / 360) < 360 THEN ra - 360 * floor(ra / 360) ELSE 0 END
$$;

-- A direction from a vector of any length but 0.
CREATE OR REPLACE FUNCTION adql.direction(x float8, y float8, z float8) RETURNS float8[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT ARRAY[adql.turn(atan2d(y, x)), atan2d(z, sqrt(x * x + y * y))]
$$;

-- Unit vectors x1, y1, z1, x2, ... of the vertices; NULL for what is no polygon.
CREATE OR REPLACE FUNCTION adql.vectors(polygon float8[]) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
  n int := cardinality(polygon);
  vectors float8[] := '{}';
  ra float8; de float8;
BEGIN
  IF n < 6 OR n % 2 = 1 OR array_position(polygon, NULL) IS NOT NULL THEN RETURN NULL; END IF;
  FOR i IN 1 .. n BY 2 LOOP
    ra := polygon[i]; de := polygon[i + 1];
    -- NaN is greater than every number here, so it is caught with the infinities.
    IF NOT (abs(ra) < 1e6 AND abs(de) <= 90) THEN RETURN NULL; END IF;
    vectors := vectors || ARRAY[cosd(de) * cosd(ra), cosd(de) * sind(ra), sind(de)];
  END LOOP;
  RETURN vectors;
END $$;

-- Where a unit vector P lies: 1 inside, 0 on the border, -1 outside, for a polygon given b2 its unit vectors.
-- The solid angles of the triangles (-P, a, b) over the edges add up to A outside and to A - 4 pi inside, where A is
-- the area left of the border; so P is within the smaller side exactly if the sum is beyond 2 pi in size. Written with
-- the differences a - P the terms are those of the plane's winding number, and as exact for arcseconds as for the sky.
CREATE OR REPLACE FUNCTION adql.side(v float8[], p1 float8, p2 float8, p3 float8) RETURNS int
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 200 AS $$
DECLARE
  n int := cardinality(v);
  a1 float8 := v[n - 2] - p1; a2 float8 := v[n - 1] - p2; a3 float8 := v[n] - p3;
  b1 float8; b2 float8; b3 float8;
  volume float8; cosine float8; chord2 float8;
  half_area float8 := 0;
BEGIN
  FOR i IN 1 .. n BY 3 LOOP
    b1 := v[i] - p1; b2 := v[i + 1] - p2; b3 := v[i + 2] - p3;
    volume := p1 * (a2 * b3 - a3 * b2) + p2 * (a3 * b1 - a1 * b3) + p3 * (a1 * b2 - a2 * b1);
    cosine := a1 * b1 + a2 * b2 + a3 * b3;
    IF b1 * b1 + b2 * b2 + b3 * b3 <= 3.1e-26 THEN RETURN 0; END IF;  -- 3.1e-26: (1e-11 degrees)^2
    IF cosine <= 0 THEN  -- P may lie on this arc: within the circle over its chord, and in its plane
      chord2 := (a1 - b1) * (a1 - b1) + (a2 - b2) * (a2 - b2) + (a3 - b3) * (a3 - b3);
      IF volume * volume <= 3.1e-26 * chord2 * (1 - chord2 / 4) THEN RETURN 0; END IF;
    END IF;
    half_area := half_area + atan2(volume, cosine);
    a1 := b1; a2 := b2; a3 := b3;
  END LOOP;
  RETURN CASE WHEN abs(half_area) > pi() THEN 1 ELSE -1 END;
END $$;

-- Least angle, in degrees, between a unit vector and the border of a polygon.
CREATE OR REPLACE FUNCTION adql.border_distance(v float8[], p1 float8, p2 float8, p3 float8) RETURNS float8
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 200 AS $$
DECLARE
  n int := cardinality(v);
  a1 float8 := v[n - 2]; a2 float8 := v[n - 1]; a3 float8 := v[n];
  b1 float8; b2 float8; b3 float8;
  n1 float8; n2 float8; n3 float8; normal2 float8;
  least2 float8 := 4;  -- square of the chord to the nearest vertex
  height float8; least_height float8 := 2;  -- sine of the angle to the nearest edge beside which P stands
BEGIN
  FOR i IN 1 .. n BY 3 LOOP
    b1 := v[i]; b2 := v[i + 1]; b3 := v[i + 2];
    least2 := least(least2, (b1 - p1) * (b1 - p1) + (b2 - p2) * (b2 - p2) + (b3 - p3) * (b3 - p3));
    n1 := a2 * (b3 - a3) - a3 * (b2 - a2);
    n2 := a3 * (b1 - a1) - a1 * (b3 - a3);
    n3 := a1 * (b2 - a2) - a2 * (b1 - a1);
    normal2 := n1 * n1 + n2 * n2 + n3 * n3;
    IF normal2 > 0 AND (n2 * a3 - n3 * a2) * p1 + (n3 * a1 - n1 * a3) * p2 + (n1 * a2 - n2 * a1) * p3 >= 0
       AND (b2 * n3 - b3 * n2) * p1 + (b3 * n1 - b1 * n3) * p2 + (b1 * n2 - b2 * n1) * p3 >= 0 THEN
      height := abs((p1 - a1) * n1 + (p2 - a2) * n2 + (p3 - a3) * n3) / sqrt(normal2);
      least_height := least(least_height, height);
    END IF;
    a1 := b1; a2 := b2; a3 := b3;
  END LOOP;
  RETURN least(2 * asind(least(1, sqrt(least2) / 2)),
               CASE WHEN least_height <= 1 THEN asind(least_height) ELSE 180 END);
END $$;

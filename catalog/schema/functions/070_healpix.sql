-- HEALPix in the nested scheme (Gorski et al. 2005), orders 0 to 29, of ICRS positions.

-- The bits of a number below 2^29 moved to the even places.
CREATE OR REPLACE FUNCTION adql.spread_bits(i bigint) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
  x bigint := i;
BEGIN
  x := (x | (x << 16)) & 281470681808895;       -- 0x0000FFFF0000FFFF
  x := (x | (x << 8)) & 71777214294589695;      -- 0x00FF00FF00FF00FF
  x := (x | (x << 4)) & 1085102592571150095;    -- 0x0F0F0F0F0F0F0F0F
  x := (x | (x << 2)) & 3689348814741910323;    -- 0x3333333333333333
  RETURN (x | (x << 1)) & 6148914691236517205;  -- 0x5555555555555555
END $$;

CREATE OR REPLACE FUNCTION adql.gather_bits(i bigint) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
  x bigint := i & 6148914691236517205;
BEGIN
  x := (x | (x >> 1)) & 3689348814741910323;
  x := (x | (x >> 2)) & 1085102592571150095;
  x := (x | (x >> 4)) & 71777214294589695;
  x := (x | (x >> 8)) & 281470681808895;
  RETURN (x | (x >> 16)) & 4294967295;
END $$;

CREATE OR REPLACE FUNCTION adql.healpix_index(healpix_order bigint, ra float8, de float8) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 100 AS $$
DECLARE
  nside bigint;
  z float8; t float8; quarter int; u float8; spread float8;
  up bigint; down bigint; face int; x bigint; y bigint;
BEGIN
  IF healpix_order NOT BETWEEN 0 AND 29 THEN
    PERFORM adql.refuse('ivo_healpix_index wants an order within 0 and 29', healpix_order::float8);
  END IF;
  IF NOT (abs(de) <= 90 AND abs(ra) < 1e6) THEN
    PERFORM adql.refuse('ivo_healpix_index wants degrees, the second coordinate within -90 and 90', ra, de);
  END IF;
  nside := 1::bigint << healpix_order::int;
  z := sind(de);
  t := adql.turn(ra) / 90;
  IF abs(z) <= 2.0 / 3 THEN
    up := floor(nside * (0.5 + t - z * 0.75))::bigint;
    down := floor(nside * (0.5 + t + z * 0.75))::bigint;
    face := CASE WHEN up / nside = down / nside THEN (up / nside) % 4 + 4
                 WHEN up / nside < down / nside THEN (up / nside) % 4
                 ELSE (down / nside) % 4 + 8 END;
    x := down % nside;
    y := nside - 1 - up % nside;
  ELSE
    quarter := least(3, floor(t)::int);
    u := t - quarter;
    -- sqrt(3 (1 - |z|)) without the loss of digits at the poles
    spread := nside * sqrt(6.0) * abs(sind((90 - abs(de)) / 2));
    up := least(nside - 1, floor(u * spread)::bigint);
    down := least(nside - 1, floor((1 - u) * spread)::bigint);
    IF z >= 0 THEN
      face := quarter; x := nside - 1 - down; y := nside - 1 - up;
    ELSE
      face := quarter + 8; x := up; y := down;
    END IF;
  END IF;
  RETURN face * nside * nside + adql.spread_bits(x) + 2 * adql.spread_bits(y);
END $$;

CREATE OR REPLACE FUNCTION adql.healpix_center(healpix_order bigint, healpix_index bigint) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 100 AS $$
DECLARE
  nside bigint;
  face int; x bigint; y bigint; ring bigint; in_ring bigint; cap float8; quarters float8;
BEGIN
  IF healpix_order NOT BETWEEN 0 AND 29 THEN
    PERFORM adql.refuse('ivo_healpix_center wants an order within 0 and 29', healpix_order::float8);
  END IF;
  nside := 1::bigint << healpix_order::int;
  IF healpix_index < 0 OR healpix_index >= 12 * nside * nside THEN
    PERFORM adql.refuse('ivo_healpix_center wants an index that exists in this order', healpix_order::float8, healpix_index::float8);
  END IF;
  face := (healpix_index / (nside * nside))::int;
  x := adql.gather_bits(healpix_index % (nside * nside));
  y := adql.gather_bits((healpix_index % (nside * nside)) >> 1);
  ring := (2 + face / 4) * nside - x - y - 1;  -- from the north, 1 to 4 nside - 1
  -- Eighths of a turn from the middle of the base pixel, in units of 1 / nside.
  quarters := CASE WHEN face BETWEEN 4 AND 7 THEN 2 * (face % 4) ELSE 2 * (face % 4) + 1 END;
  IF ring < nside OR ring > 3 * nside THEN
    in_ring := least(ring, 4 * nside - ring);
    cap := 2 * asind(in_ring / (nside * sqrt(6.0)));
    RETURN ARRAY[adql.turn(45 * (quarters + (x - y)::float8 / in_ring)),
                 CASE WHEN ring < nside THEN 90 - cap ELSE cap - 90 END];
  END IF;
  RETURN ARRAY[adql.turn(45 * (quarters + (x - y)::float8 / nside)), asind((2 * nside - ring) * 2.0 / (3.0 * nside))];
END $$;

CREATE OR REPLACE FUNCTION adql.healpix_index(healpix_order bigint, point float8[]) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT COST 100 AS $$ SELECT adql.healpix_index(healpix_order, point[1], point[2]) $$;

-- Frames and epochs.

-- ICRS to Galactic: the matrix of the Hipparcos catalogue (ESA SP-1200, volume 1, section 1.5.3), as in SOFA and ERFA.
CREATE OR REPLACE FUNCTION adql.galactic(ra float8, de float8) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
  x float8 := cosd(de) * cosd(ra); y float8 := cosd(de) * sind(ra); z float8 := sind(de);
BEGIN
  RETURN adql.direction(
    -0.054875560416215368492398900454 * x - 0.873437090234885048760383168409 * y - 0.483835015548713226831774175116 * z,
    0.494109427875583673525222371358 * x - 0.444829629960011178146614061616 * y + 0.746982244497218890527388004556 * z,
    -0.867666149019004701181616534570 * x - 0.198076373431201528180486091412 * y + 0.455983776175066922272100478348 * z);
END $$;

CREATE OR REPLACE FUNCTION adql.icrs_of_galactic(l float8, b float8) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
  x float8 := cosd(b) * cosd(l); y float8 := cosd(b) * sind(l); z float8 := sind(b);
BEGIN
  RETURN adql.direction(
    -0.054875560416215368492398900454 * x + 0.494109427875583673525222371358 * y - 0.867666149019004701181616534570 * z,
    -0.873437090234885048760383168409 * x - 0.444829629960011178146614061616 * y - 0.198076373431201528180486091412 * z,
    -0.483835015548713226831774175116 * x + 0.746982244497218890527388004556 * y + 0.455983776175066922272100478348 * z);
END $$;

CREATE OR REPLACE FUNCTION adql.geom_transform(from_sys text, to_sys text, region float8[]) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 200 AS $$
DECLARE
  from_galactic boolean := upper(from_sys) = 'GALACTIC';
  to_galactic boolean := upper(to_sys) = 'GALACTIC';
  moved float8[] := '{}';
  n int := cardinality(region);
BEGIN
  IF upper(from_sys) NOT IN ('ICRS', 'GALACTIC') OR upper(to_sys) NOT IN ('ICRS', 'GALACTIC') THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
      MESSAGE = 'ivo_geom_transform knows the systems ICRS and GALACTIC, got ''' || from_sys || ''' and ''' || to_sys || '''';
  END IF;
  IF from_galactic = to_galactic THEN RETURN region; END IF;
  FOR i IN 1 .. CASE n WHEN 3 THEN 1 ELSE n / 2 END LOOP
    moved := moved || CASE WHEN to_galactic THEN adql.galactic(region[2 * i - 1], region[2 * i])
                           ELSE adql.icrs_of_galactic(region[2 * i - 1], region[2 * i]) END;
  END LOOP;
  RETURN CASE n WHEN 3 THEN moved || region[3] ELSE moved END;
END $$;

-- Straight motion in space at constant speed (ESA SP-1200, volume 1, section 1.5.5), without light-travel terms. Degrees, mas, mas/yr
-- (pmra with cos dec), km/s, Julian years. Unknown parallax, motion or velocity count as 0. Gives all six.
CREATE OR REPLACE FUNCTION adql.epoch_prop(ra float8, de float8, parallax float8, pmra float8, pmdec float8,
                                           radial_velocity float8, ref_epoch float8, out_epoch float8) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 100 AS $$
DECLARE
  mas constant float8 := radians(1.0) / 3600e3;
  years float8 := out_epoch - ref_epoch;
  e float8 := coalesce(pmra, 0) * mas; n float8 := coalesce(pmdec, 0) * mas;
  plx float8 := coalesce(parallax, 0);
  -- Radial velocity as a proper motion: 4.740470463 km/s is one astronomical unit per Julian year.
  r float8 := coalesce(radial_velocity, 0) * plx * mas / 4.740470463533349;
  u1 float8 := cosd(de) * cosd(ra); u2 float8 := cosd(de) * sind(ra); u3 float8 := sind(de);
  m1 float8; m2 float8; m3 float8;  -- the proper motion as a vector
  f float8; v1 float8; v2 float8; v3 float8; r_now float8; w1 float8; w2 float8; w3 float8;
  place float8[];
BEGIN
  IF ra IS NULL OR de IS NULL OR years IS NULL THEN RETURN NULL; END IF;
  m1 := -sind(ra) * e - sind(de) * cosd(ra) * n;
  m2 := cosd(ra) * e - sind(de) * sind(ra) * n;
  m3 := cosd(de) * n;
  -- Old distance over new.
  f := 1 / sqrt((1 + r * years) * (1 + r * years) + (e * e + n * n) * years * years);
  v1 := (u1 * (1 + r * years) + m1 * years) * f;
  v2 := (u2 * (1 + r * years) + m2 * years) * f;
  v3 := (u3 * (1 + r * years) + m3 * years) * f;
  place := adql.direction(v1, v2, v3);
  r_now := (r + (e * e + n * n + r * r) * years) * f * f;
  w1 := (m1 * (1 + r * years) - u1 * (e * e + n * n) * years) * f * f * f;
  w2 := (m2 * (1 + r * years) - u2 * (e * e + n * n) * years) * f * f * f;
  w3 := (m3 * (1 + r * years) - u3 * (e * e + n * n) * years) * f * f * f;
  RETURN place || ARRAY[plx * f,
    (-sind(place[1]) * w1 + cosd(place[1]) * w2) / mas,
    (-sind(place[2]) * cosd(place[1]) * w1 - sind(place[2]) * sind(place[1]) * w2 + cosd(place[2]) * w3) / mas,
    CASE WHEN plx > 0 THEN r_now / (plx * f * mas) * 4.740470463533349 ELSE radial_velocity END];
END $$;

CREATE OR REPLACE FUNCTION adql.epoch_prop_pos(ra float8, de float8, parallax float8, pmra float8, pmdec float8,
                                               radial_velocity float8, ref_epoch float8, out_epoch float8) RETURNS float8[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 100 AS $$
  SELECT (adql.epoch_prop(ra, de, parallax, pmra, pmdec, radial_velocity, ref_epoch, out_epoch))[1:2]
$$;

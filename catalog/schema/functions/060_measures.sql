-- AREA, CENTROID, COORD1, COORD2.

-- Square degrees. The triangles from the first vertex, each b2 the formula of van Oosterom and Strackee (1983).
CREATE OR REPLACE FUNCTION adql.area(region float8[]) RETURNS float8
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 500 AS $$
DECLARE
  v float8[];
  a1 float8; a2 float8; a3 float8; b1 float8; b2 float8; b3 float8; p1 float8; p2 float8; p3 float8;
  half_area float8 := 0;
BEGIN
  IF array_position(region, NULL) IS NOT NULL THEN RETURN NULL; END IF;
  IF cardinality(region) = 2 THEN RETURN 0; END IF;
  IF cardinality(region) = 3 THEN
    RETURN 4 * pi() * sind(least(region[3], 180) / 2) * sind(least(region[3], 180) / 2) * degrees(1.0) * degrees(1.0);
  END IF;
  v := adql.vectors(region);
  IF v IS NULL THEN RETURN NULL; END IF;
  p1 := v[1]; p2 := v[2]; p3 := v[3];
  a1 := v[4]; a2 := v[5]; a3 := v[6];
  FOR i IN 7 .. cardinality(v) BY 3 LOOP
    b1 := v[i]; b2 := v[i + 1]; b3 := v[i + 2];
    half_area := half_area + atan2(
      p1 * ((a2 - p2) * (b3 - p3) - (a3 - p3) * (b2 - p2)) + p2 * ((a3 - p3) * (b1 - p1) - (a1 - p1) * (b3 - p3))
        + p3 * ((a1 - p1) * (b2 - p2) - (a2 - p2) * (b1 - p1)),
      1 + p1 * (a1 + b1) + p2 * (a2 + b2) + p3 * (a3 + b3) + a1 * b1 + a2 * b2 + a3 * b3);
    a1 := b1; a2 := b2; a3 := b3;
  END LOOP;
  -- Known but for multiples of 4 pi, and for which side is meant: the smaller one.
  half_area := abs(half_area) - 2 * pi() * floor(abs(half_area) / (2 * pi()));
  RETURN 2 * least(half_area, 2 * pi() - half_area) * degrees(1.0) * degrees(1.0);
END $$;

-- The direction of the centre of mass. For a polygon the integral of the unit vector over its inside is, b2 Stokes' theorem,
-- half the sum of (length of edge) x (unit normal of edge); below a minute of arc that sum loses its digits, and the plane
-- formula (triangles weighted b2 area) is exact enough.
CREATE OR REPLACE FUNCTION adql.centroid(region float8[]) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 500 AS $$
DECLARE
  v float8[];
  n int;
  a1 float8; a2 float8; a3 float8; b1 float8; b2 float8; b3 float8; n1 float8; n2 float8; n3 float8;
  p1 float8; p2 float8; p3 float8; size float8; length float8; weight float8;
  s1 float8 := 0; s2 float8 := 0; s3 float8 := 0;  -- the integral
  t1 float8 := 0; t2 float8 := 0; t3 float8 := 0;  -- the plane sum, from the first vertex
  total float8 := 0; extent float8 := 0;
  half_area float8 := 0;
BEGIN
  IF array_position(region, NULL) IS NOT NULL THEN RETURN NULL; END IF;
  IF cardinality(region) IN (2, 3) THEN RETURN region[1:2]; END IF;
  v := adql.vectors(region);
  IF v IS NULL THEN RETURN NULL; END IF;
  n := cardinality(v);
  p1 := v[1]; p2 := v[2]; p3 := v[3];
  a1 := v[n - 2]; a2 := v[n - 1]; a3 := v[n];
  FOR i IN 1 .. n BY 3 LOOP
    b1 := v[i]; b2 := v[i + 1]; b3 := v[i + 2];
    n1 := a2 * (b3 - a3) - a3 * (b2 - a2); n2 := a3 * (b1 - a1) - a1 * (b3 - a3); n3 := a1 * (b2 - a2) - a2 * (b1 - a1);
    size := sqrt(n1 * n1 + n2 * n2 + n3 * n3);
    length := 2 * asin(least(1, sqrt((b1 - a1) * (b1 - a1) + (b2 - a2) * (b2 - a2) + (b3 - a3) * (b3 - a3)) / 2));
    IF size > 0 THEN
      s1 := s1 + n1 * length / size; s2 := s2 + n2 * length / size; s3 := s3 + n3 * length / size;
    END IF;
    weight := p1 * ((a2 - p2) * (b3 - p3) - (a3 - p3) * (b2 - p2)) + p2 * ((a3 - p3) * (b1 - p1) - (a1 - p1) * (b3 - p3))
              + p3 * ((a1 - p1) * (b2 - p2) - (a2 - p2) * (b1 - p1));
    half_area := half_area + atan2(weight,
      1 + p1 * (a1 + b1) + p2 * (a2 + b2) + p3 * (a3 + b3) + a1 * b1 + a2 * b2 + a3 * b3);
    t1 := t1 + weight * (a1 + b1 - 2 * p1); t2 := t2 + weight * (a2 + b2 - 2 * p2); t3 := t3 + weight * (a3 + b3 - 2 * p3);
    total := total + weight;
    extent := greatest(extent, (b1 - p1) * (b1 - p1) + (b2 - p2) * (b2 - p2) + (b3 - p3) * (b3 - p3));
    a1 := b1; a2 := b2; a3 := b3;
  END LOOP;
  IF extent < 1e-7 THEN
    IF total = 0 THEN RETURN region[1:2]; END IF;
    RETURN adql.direction(p1 + t1 / (3 * total), p2 + t2 / (3 * total), p3 + t3 / (3 * total));
  END IF;
  -- The area to the left of the border, in [0, 4 pi), tells whether the sum belongs to the inside or the outside.
  half_area := half_area - 2 * pi() * floor(half_area / (2 * pi()));
  IF half_area > pi() THEN s1 := -s1; s2 := -s2; s3 := -s3; END IF;
  IF s1 * s1 + s2 * s2 + s3 * s3 < 1e-24 THEN RETURN NULL; END IF;  -- symmetric about the observer: no centre
  RETURN adql.direction(s1, s2, s3);
END $$;

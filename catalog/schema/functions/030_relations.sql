-- CONTAINS and INTERSECTS. Points and circles are one expression each, which the planner writes into the query;
-- polygons go to the functions further up. NULL where an operand is no geometry.

-- Whether some edge of one polygon truly crosses an edge of another; touching within 1e-11 degrees does not count.
CREATE OR REPLACE FUNCTION adql.edges_cross(v float8[], w float8[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 1000 AS $$
DECLARE
  n int := cardinality(v); m int := cardinality(w);
  a1 float8 := v[n - 2]; a2 float8 := v[n - 1]; a3 float8 := v[n];
  b1 float8; b2 float8; b3 float8; n1 float8; n2 float8; n3 float8; slack float8;
  c1 float8; c2 float8; c3 float8; d1 float8; d2 float8; d3 float8; k1 float8; k2 float8; k3 float8;
  of_c float8; of_d float8; of_a float8; of_b float8;
BEGIN
  FOR i IN 1 .. n BY 3 LOOP
    b1 := v[i]; b2 := v[i + 1]; b3 := v[i + 2];
    n1 := a2 * (b3 - a3) - a3 * (b2 - a2); n2 := a3 * (b1 - a1) - a1 * (b3 - a3); n3 := a1 * (b2 - a2) - a2 * (b1 - a1);
    slack := 1.75e-13 * sqrt(n1 * n1 + n2 * n2 + n3 * n3);
    c1 := w[m - 2]; c2 := w[m - 1]; c3 := w[m];
    of_c := (c1 - a1) * n1 + (c2 - a2) * n2 + (c3 - a3) * n3;
    FOR j IN 1 .. m BY 3 LOOP
      d1 := w[j]; d2 := w[j + 1]; d3 := w[j + 2];
      of_d := (d1 - a1) * n1 + (d2 - a2) * n2 + (d3 - a3) * n3;
      IF (of_c > slack AND of_d < -slack) OR (of_c < -slack AND of_d > slack) THEN
        k1 := c2 * (d3 - c3) - c3 * (d2 - c2); k2 := c3 * (d1 - c1) - c1 * (d3 - c3); k3 := c1 * (d2 - c2) - c2 * (d1 - c1);
        of_a := (a1 - c1) * k1 + (a2 - c2) * k2 + (a3 - c3) * k3;
        of_b := (b1 - c1) * k1 + (b2 - c2) * k2 + (b3 - c3) * k3;
        -- The signs also tell the crossing from one with the antipodes of the other edge.
        IF of_a * of_b < 0 AND of_a * of_d > 0 AND least(abs(of_a), abs(of_b)) > 1.75e-13 * sqrt(k1 * k1 + k2 * k2 + k3 * k3) THEN
          RETURN true;
        END IF;
      END IF;
      c1 := d1; c2 := d2; c3 := d3; of_c := of_d;
    END LOOP;
    a1 := b1; a2 := b2; a3 := b3;
  END LOOP;
  RETURN false;
END $$;

-- Least (or greatest) of `side` over the vertices of v and the middles of its edges, as seen b2 the polygon w.
CREATE OR REPLACE FUNCTION adql.sides(w float8[], v float8[], OUT lowest int, OUT highest int, OUT highest_vertex int)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 1000 AS $$
DECLARE
  n int := cardinality(v);
  a1 float8 := v[n - 2]; a2 float8 := v[n - 1]; a3 float8 := v[n];
  s int; x float8; y float8; z float8; length float8;
BEGIN
  lowest := 1; highest_vertex := -1;
  FOR i IN 1 .. n BY 3 LOOP
    s := adql.side(w, v[i], v[i + 1], v[i + 2]);
    lowest := least(lowest, s); highest_vertex := greatest(highest_vertex, s);
    x := a1 + v[i]; y := a2 + v[i + 1]; z := a3 + v[i + 2];
    length := sqrt(x * x + y * y + z * z);
    s := adql.side(w, x / length, y / length, z / length);
    lowest := least(lowest, s);
    a1 := v[i]; a2 := v[i + 1]; a3 := v[i + 2];
  END LOOP;
END $$;

-- Written into the query by the planner, so that the vectors of a constant polygon are worked out once.
CREATE OR REPLACE FUNCTION adql.polygon_has(polygon float8[], ra float8, de float8) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT COST 200 AS $$
  SELECT adql.side(adql.vectors(polygon), cosd(de) * cosd(ra), cosd(de) * sind(ra), sind(de)) >= 0
$$;

CREATE OR REPLACE FUNCTION adql.some_vertex_within(v float8[], w float8[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 1000 AS $$
BEGIN
  FOR i IN 1 .. cardinality(v) BY 3 LOOP
    IF adql.side(w, v[i], v[i + 1], v[i + 2]) >= 0 THEN RETURN true; END IF;
  END LOOP;
  RETURN false;
END $$;

-- A cap around the polygon: its centre (unit vector) and radius in degrees; 180 if the polygon is not within a cap of less
-- than a quarter circle, which would not be convex.
CREATE OR REPLACE FUNCTION adql.cap(v float8[], OUT x float8, OUT y float8, OUT z float8, OUT radius float8)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 100 AS $$
DECLARE
  length float8; chord2 float8 := 0;
BEGIN
  x := 0; y := 0; z := 0; radius := 180;
  FOR i IN 1 .. cardinality(v) BY 3 LOOP
    x := x + v[i]; y := y + v[i + 1]; z := z + v[i + 2];
  END LOOP;
  length := sqrt(x * x + y * y + z * z);
  IF length < 1e-6 THEN RETURN; END IF;
  x := x / length; y := y / length; z := z / length;
  FOR i IN 1 .. cardinality(v) BY 3 LOOP
    chord2 := greatest(chord2, (v[i] - x) * (v[i] - x) + (v[i + 1] - y) * (v[i + 1] - y) + (v[i + 2] - z) * (v[i + 2] - z));
  END LOOP;
  IF chord2 < 1.9 THEN radius := 2 * asind(sqrt(chord2) / 2); END IF;
END $$;

-- Everything in which at least one operand is a polygon: is a within b?
CREATE OR REPLACE FUNCTION adql.polygon_within(a float8[], b float8[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 2000 AS $$
DECLARE
  n int := cardinality(a);
  v float8[]; w float8[];
  x float8; y float8; z float8; r float8;
  seen record;
BEGIN
  IF array_position(a, NULL) IS NOT NULL OR array_position(b, NULL) IS NOT NULL THEN RETURN NULL; END IF;
  IF cardinality(b) >= 6 THEN
    w := adql.vectors(b);
    IF n = 2 THEN RETURN adql.polygon_has(b, a[1], a[2]); END IF;
    IF n = 3 THEN  -- no point of the border nearer than the radius, and the centre inside
      x := cosd(a[2]) * cosd(a[1]); y := cosd(a[2]) * sind(a[1]); z := sind(a[2]);
      RETURN a[3] <= adql.border_distance(w, x, y, z) + 1e-11 AND adql.side(w, x, y, z) >= 0;
    END IF;
    v := adql.vectors(a);
    IF v IS NULL OR w IS NULL THEN RETURN NULL; END IF;
    seen := adql.sides(w, v);
    IF seen.lowest < 0 OR adql.edges_cross(v, w) THEN RETURN false; END IF;
    seen := adql.sides(v, w);
    RETURN seen.highest_vertex < 1;  -- a corner of b within a has the outside of b beside it
  END IF;
  IF n < 6 OR cardinality(b) NOT IN (2, 3) THEN RETURN NULL; END IF;
  v := adql.vectors(a);
  IF v IS NULL THEN RETURN NULL; END IF;
  IF cardinality(b) = 2 THEN RETURN false; END IF;
  r := b[3];
  IF r <= 90 THEN  -- such a cap is convex: its corners decide
    FOR i IN 1 .. n BY 2 LOOP
      IF adql.distance(a[i], a[i + 1], b[1], b[2]) > r + 1e-11 THEN RETURN false; END IF;
    END LOOP;
    RETURN true;
  END IF;
  -- Otherwise nothing of the polygon may reach into the cap that is left outside.
  x := -cosd(b[2]) * cosd(b[1]); y := -cosd(b[2]) * sind(b[1]); z := -sind(b[2]);
  RETURN r >= 180 OR (adql.side(v, x, y, z) <= 0 AND adql.border_distance(v, x, y, z) >= 180 - r - 1e-11);
END $$;

CREATE OR REPLACE FUNCTION adql.polygon_meets(a float8[], b float8[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 2000 AS $$
DECLARE
  v float8[]; w float8[];
  x float8; y float8; z float8;
  p record; q record;
BEGIN
  IF array_position(a, NULL) IS NOT NULL OR array_position(b, NULL) IS NOT NULL THEN RETURN NULL; END IF;
  IF cardinality(a) < 6 THEN
    IF cardinality(b) < 6 THEN RETURN NULL; END IF;
    RETURN adql.polygon_meets(b, a);
  END IF;
  v := adql.vectors(a);
  IF cardinality(b) IN (2, 3) THEN
    x := cosd(b[2]) * cosd(b[1]); y := cosd(b[2]) * sind(b[1]); z := sind(b[2]);
    IF adql.side(v, x, y, z) >= 0 THEN RETURN true; END IF;
    RETURN CASE WHEN v IS NULL THEN NULL WHEN cardinality(b) = 2 THEN false
                ELSE adql.border_distance(v, x, y, z) <= b[3] + 1e-11 END;
  END IF;
  w := adql.vectors(b);
  IF v IS NULL OR w IS NULL THEN RETURN NULL; END IF;
  p := adql.cap(v); q := adql.cap(w);
  IF p.radius + q.radius < 180 AND sqrt((p.x - q.x) * (p.x - q.x) + (p.y - q.y) * (p.y - q.y) + (p.z - q.z) * (p.z - q.z))
                                   > 2 * sind((p.radius + q.radius) / 2) + 1e-9 THEN
    RETURN false;
  END IF;
  RETURN adql.some_vertex_within(v, w) OR adql.some_vertex_within(w, v) OR adql.edges_cross(v, w);
END $$;

CREATE OR REPLACE FUNCTION adql.point_within(ra float8, de float8, region float8[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10 AS $$
  SELECT CASE cardinality(region) WHEN 3 THEN adql.distance(ra, de, region[1], region[2]) <= region[3] + 1e-11
                                  WHEN 2 THEN adql.distance(ra, de, region[1], region[2]) <= 1e-11
                                  ELSE adql.polygon_has(region, ra, de) END
$$;

-- Is a within b?
CREATE OR REPLACE FUNCTION adql.within(a float8[], b float8[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 20 AS $$
  SELECT CASE WHEN cardinality(a) IN (2, 3) AND cardinality(b) = 3
                THEN CASE cardinality(a) WHEN 2 THEN adql.distance(a[1], a[2], b[1], b[2]) <= b[3] + 1e-11
                     -- Beyond 180 degrees the circle has closed behind the observer.
                     WHEN 3 THEN CASE WHEN adql.distance(a[1], a[2], b[1], b[2]) + a[3] > 180 THEN 180
                                      ELSE adql.distance(a[1], a[2], b[1], b[2]) + a[3] END <= b[3] + 1e-11 END
              WHEN cardinality(a) = 2 AND cardinality(b) = 2 THEN adql.distance(a[1], a[2], b[1], b[2]) <= 1e-11
              WHEN cardinality(a) = 3 AND cardinality(b) = 2
                THEN adql.distance(a[1], a[2], b[1], b[2]) + a[3] <= 1e-11
              ELSE adql.polygon_within(a, b) END
$$;

CREATE OR REPLACE FUNCTION adql.meets(a float8[], b float8[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 20 AS $$
  SELECT CASE WHEN cardinality(a) IN (2, 3) AND cardinality(b) IN (2, 3)
                THEN adql.distance(a[1], a[2], b[1], b[2]) <= CASE cardinality(a) WHEN 3 THEN a[3] ELSE 0 END
                     + CASE cardinality(b) WHEN 3 THEN b[3] ELSE 0 END + 1e-11
              ELSE adql.polygon_meets(a, b) END
$$;

-- The words of the standard, for a select list: 1, 0, or NULL.
CREATE OR REPLACE FUNCTION adql.contains(a float8[], b float8[]) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 20 AS $$ SELECT adql.within(a, b)::int $$;

CREATE OR REPLACE FUNCTION adql.intersects(a float8[], b float8[]) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 20 AS $$ SELECT adql.meets(a, b)::int $$;

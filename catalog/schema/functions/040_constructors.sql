-- POINT, CIRCLE, POLYGON, BOX from numbers. NULL in, NULL out; values out of range end the query with a message.

CREATE OR REPLACE FUNCTION adql.point(ra float8, de float8) RETURNS float8[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN ra IS NULL OR de IS NULL THEN NULL
              WHEN abs(de) <= 90 AND abs(ra) < 1e6 THEN ARRAY[ra, de]
              ELSE adql.refuse('POINT wants degrees, the second coordinate within -90 and 90', ra, de) END
$$;

CREATE OR REPLACE FUNCTION adql.circle(ra float8, de float8, radius float8) RETURNS float8[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN ra IS NULL OR de IS NULL OR radius IS NULL THEN NULL
              WHEN abs(de) <= 90 AND abs(ra) < 1e6 AND radius >= 0 AND radius <= 180 THEN ARRAY[ra, de, radius]
              ELSE adql.refuse('CIRCLE wants degrees, the second coordinate within -90 and 90, the radius within 0 and 180',
                               ra, de, radius) END
$$;

CREATE OR REPLACE FUNCTION adql.polygon(vertices float8[]) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
  n int := cardinality(vertices);
BEGIN
  IF array_position(vertices, NULL) IS NOT NULL THEN RETURN NULL; END IF;
  IF n < 6 OR n % 2 = 1 OR adql.vectors(vertices) IS NULL THEN
    PERFORM adql.refuse('POLYGON wants three vertices or more, in degrees, the second coordinates within -90 and 90',
                        VARIADIC vertices);
  END IF;
  FOR i IN 1 .. n BY 2 LOOP
    IF adql.distance(vertices[i], vertices[i + 1], vertices[1 + (i + 1) % n], vertices[1 + (i + 2) % n]) > 179.999999 THEN
      PERFORM adql.refuse('POLYGON cannot have an edge between opposite points of the sky (its way is undecided)',
                          vertices[i], vertices[i + 1], vertices[1 + (i + 1) % n], vertices[1 + (i + 2) % n]);
    END IF;
  END LOOP;
  RETURN vertices;
END $$;

-- ADQL 2.1 section 4.2.9: arms of a cross along the coordinate axes at the centre, and great circles through their ends at
-- right angles to them; in the tangent plane of the centre that is a rectangle.
CREATE OR REPLACE FUNCTION adql.box(ra float8, de float8, width float8, height float8) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
  x float8; y float8; u float8; w float8;
  corners float8[] := '{}';
BEGIN
  IF NOT (abs(de) <= 90 AND abs(ra) < 1e6 AND width > 0 AND width < 180 AND height > 0 AND height < 180) THEN
    PERFORM adql.refuse('BOX wants degrees, the second coordinate within -90 and 90, width and height between 0 and 180',
                        ra, de, width, height);
  END IF;
  FOR corner IN 0 .. 3 LOOP  -- anticlockwise seen from inside: south-west, south-east, north-east, north-west
    x := CASE WHEN corner IN (1, 2) THEN 1 ELSE -1 END * tand(width / 2);
    y := CASE WHEN corner IN (2, 3) THEN 1 ELSE -1 END * tand(height / 2);
    u := cosd(de) - y * sind(de);  -- towards the meridian of the centre, in the plane of the equator
    w := sind(de) + y * cosd(de);
    corners := corners || ARRAY[adql.turn(ra + atan2d(x, u)), atan2d(w, sqrt(x * x + u * u))];
  END LOOP;
  RETURN corners;
END $$;

-- The region if it has as many numbers as its kind wants, else NULL: CAST(region AS CIRCLE).
CREATE OR REPLACE FUNCTION adql.counted(region float8[], fewest int, most int) RETURNS float8[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT CASE WHEN cardinality(region) BETWEEN fewest AND most THEN region END $$;

-- The old text form (STC-S), for columns that are declared so. STABLE as array_to_string is and not STRICT: only then does
-- PostgreSQL put the expression itself into the query, which is four times faster for each row.
CREATE OR REPLACE FUNCTION adql.stcs(region float8[]) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE cardinality(region) WHEN 2 THEN 'Position' WHEN 3 THEN 'Circle' ELSE 'Polygon' END
         || ' ICRS ' || array_to_string(region, ' ')
$$;

-- With the centre given as a point.
CREATE OR REPLACE FUNCTION adql.circle(centre float8[], radius float8) RETURNS float8[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT adql.circle(centre[1], centre[2], radius) $$;

CREATE OR REPLACE FUNCTION adql.box(centre float8[], width float8, height float8) RETURNS float8[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$ SELECT adql.box(centre[1], centre[2], width, height) $$;

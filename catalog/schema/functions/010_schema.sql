-- The functions behind ADQL, in the schema adql. A geometry is a float8[] of ICRS degrees as in DALI 1.1 section 3.3:
-- 2 numbers a point, 3 a circle (ra, dec, radius), 6 or more (an even count) the vertices of a polygon, whose edges are
-- the shorter great-circle arcs and whose inside is the smaller of the two sides, whatever the order of the vertices.
-- Anything else (other counts, NULL or NaN inside) is no geometry, and every relation with it is unknown (NULL).
-- Points on a border belong to the region; "on" means within 1e-11 degrees (0.04 microarcseconds).
-- No function depends on the search path, so that they may stand in indexes and in restored dumps.
CREATE SCHEMA IF NOT EXISTS adql;

-- Ends a query with a message for its author. The values are arguments so that the planner cannot evaluate the call
-- ahead of the condition that guards it.
CREATE OR REPLACE FUNCTION adql.refuse(problem text, VARIADIC given float8[]) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
    MESSAGE = problem || ', got ' || coalesce(array_to_string(given, ', ', 'NULL'), 'nothing');
END $$;

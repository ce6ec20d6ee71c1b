-- Indexes on positions and footprints. They hold what the functions of the schema adql gave when a row was written:
-- when one of those changes, the indexes are made again. The comment of an index says which functions it was made with.
DO $$
DECLARE
  stamp text := 'made with functions ' || (SELECT md5(string_agg(pg_get_functiondef(oid), '' ORDER BY oid::regprocedure::text))
    FROM pg_proc WHERE pronamespace = 'adql'::regnamespace AND prokind = 'f' AND provolatile = 'i');
  wanted record;
BEGIN
  FOR wanted IN SELECT * FROM (VALUES
    ('dataset_footprint_idx', 'store.dataset', 'adql.bounds(s_region)'),
    ('dataset_position_idx', 'store.dataset', 'point(s_ra, s_dec)')) AS v(name, indexed_table, expression)
  LOOP
    IF obj_description(to_regclass('store.' || wanted.name), 'pg_class') IS DISTINCT FROM stamp THEN
      EXECUTE format('DROP INDEX IF EXISTS store.%I', wanted.name);
      EXECUTE format('CREATE INDEX %I ON %s USING gist (%s)', wanted.name, wanted.indexed_table, wanted.expression);
      EXECUTE format('COMMENT ON INDEX store.%I IS %L', wanted.name, stamp);
    END IF;
  END LOOP;
END $$;

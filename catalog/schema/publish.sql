-- Publishing a collection: its runs go into ivoa.obscore and its siblings, and, if it has a schema of its own, into
-- <schema>.obscore, which TAP_SCHEMA then describes.

-- Forgets the table of a collection's own, whatever the schema was called when it was made.
CREATE OR REPLACE FUNCTION store.drop_collection_table(collection_name text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE old text;
BEGIN
  FOR old IN SELECT nspname FROM pg_namespace
             WHERE obj_description(oid, 'pg_namespace') = 'Runs of the collection ' || collection_name LOOP
    EXECUTE format('DROP VIEW IF EXISTS %I.obscore', old);
    DELETE FROM tap_schema.schemas WHERE schema_name = old;
    EXECUTE format('DROP SCHEMA %I', old);
  END LOOP;
END $$;

-- Whether the table there is needs no change: readers need not wait for a new one at each ingest.
CREATE OR REPLACE FUNCTION store.collection_table_stands(c store.collection, numbered boolean) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT obj_description(to_regnamespace(quote_ident(c.schema_name)), 'pg_namespace') = 'Runs of the collection ' || c.name
    AND EXISTS (SELECT 1 FROM tap_schema.schemas s JOIN tap_schema.columns o
                  ON o.table_name = s.schema_name || '.obscore' AND o.column_name = 'obs_id'
                WHERE s.schema_name = c.schema_name AND s.description = c.title
                  AND o.datatype = CASE WHEN numbered THEN 'long' ELSE 'char' END)
$$;

CREATE OR REPLACE FUNCTION store.make_collection_table(c store.collection, numbered boolean) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
  of_table text := c.schema_name || '.obscore';
  columns text := (SELECT string_agg(CASE WHEN column_name = 'obs_id' AND NOT numbered THEN 'text_obs_id AS obs_id'
                                          ELSE column_name END, ', ' ORDER BY column_index)
                   FROM store.collection_obscore_columns);
BEGIN
  IF to_regnamespace(quote_ident(c.schema_name)) IS NOT NULL THEN
    RAISE EXCEPTION 'cannot make the table %: there is a schema % in the database that is not ours - give the collection % another schema',
      of_table, c.schema_name, c.name USING ERRCODE = 'duplicate_schema';
  END IF;
  EXECUTE format('CREATE SCHEMA %I', c.schema_name);
  EXECUTE format('COMMENT ON SCHEMA %I IS %L', c.schema_name, 'Runs of the collection ' || c.name);
  EXECUTE format('CREATE VIEW %I.obscore AS SELECT %s FROM store.collection_obscore WHERE of_collection_id = %s',
                 c.schema_name, columns, c.id);
  INSERT INTO tap_schema.schemas (schema_name, description, schema_index) VALUES (c.schema_name, c.title, 1000 + c.id);
  INSERT INTO tap_schema.tables (schema_name, table_name, table_type, utype, description, table_index)
    SELECT c.schema_name, of_table, 'view', NULL, c.title || '. ' || table_description, 1000 + c.id
    FROM store.collection_obscore_columns LIMIT 1;
  INSERT INTO tap_schema.columns
    SELECT of_table, column_name, CASE WHEN t.is_text THEN 'char' ELSE datatype END,
           CASE WHEN t.is_text THEN '*' ELSE arraysize END, xtype, "size"::integer, description, utype, unit, ucd, indexed,
           principal, std, column_index
    FROM store.collection_obscore_columns, LATERAL (SELECT column_name = 'obs_id' AND NOT numbered AS is_text) t;
  PERFORM store.grant_to_reader(c.schema_name);
END $$;

-- To be called after each change of a collection, in the same transaction. Gives the number of datasets that changed.
CREATE OR REPLACE FUNCTION store.publish_collection(collection_name text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
  c store.collection;
  changed bigint;
  numbered boolean;  -- gammapy wants whole numbers; other names are possible all the same
BEGIN
  SELECT * INTO c FROM store.collection WHERE name = collection_name FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no collection %', collection_name USING ERRCODE = 'no_data_found';
  END IF;
  IF NOT c.published THEN UPDATE store.collection SET published = true WHERE id = c.id; END IF;
  changed := store.refresh_datasets(collection_name);
  -- The first queries must not wait for autovacuum to learn how many rows there are now.
  IF changed > 100 THEN ANALYZE store.observation, store.dataset, store.observation_hdu, store.hdu, store.file; END IF;
  numbered := NOT EXISTS (SELECT 1 FROM store.observation o WHERE o.collection_id = c.id AND o.obs_number IS NULL);
  -- The name of a table would tell everybody that there is such a collection.
  IF c.schema_name IS NULL OR NOT c.metadata_visible THEN
    PERFORM store.drop_collection_table(collection_name);
  ELSIF store.collection_table_stands(c, numbered) IS NOT TRUE THEN
    PERFORM store.drop_collection_table(collection_name);
    PERFORM store.make_collection_table(c, numbered);
  END IF;
  RETURN changed;
END $$;

-- Hides a collection from all but those who oversee the service; nothing is deleted.
CREATE OR REPLACE FUNCTION store.unpublish_collection(collection_name text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  UPDATE store.collection SET published = false WHERE name = collection_name;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no collection %', collection_name USING ERRCODE = 'no_data_found';
  END IF;
  PERFORM store.drop_collection_table(collection_name);
END $$;

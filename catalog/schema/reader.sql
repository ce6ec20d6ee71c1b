-- The role that queries of users run as: it sees what is published and the functions of ADQL, and nothing else.
CREATE OR REPLACE FUNCTION store.grant_to_reader(schema_name text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE published text;
BEGIN
  IF to_regrole('distill_reader') IS NULL THEN RETURN; END IF;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO distill_reader', schema_name);
  FOR published IN SELECT t.table_name FROM tap_schema.tables t WHERE t.schema_name = $1 LOOP
    EXECUTE format('GRANT SELECT ON %s TO distill_reader', published::regclass);
  END LOOP;
END $$;

DO $$
BEGIN
  IF to_regrole('distill_reader') IS NULL THEN
    CREATE ROLE distill_reader NOLOGIN;
  END IF;
  IF NOT pg_has_role('distill_reader', 'MEMBER') THEN
    EXECUTE format('GRANT distill_reader TO %I', current_user);
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN
    NULL;  -- another database of this cluster is being set up at this moment: roles are shared by all
  WHEN insufficient_privilege THEN
    RAISE WARNING 'cannot use the role distill_reader: % may neither make nor become it, so queries will run with the '
      'rights of % - ask an administrator of the database for: CREATE ROLE distill_reader NOLOGIN; GRANT distill_reader TO %;',
      current_user, current_user, quote_ident(current_user);
END $$;

-- Before PostgreSQL 15 everybody could make tables in the schema public.
DO $$
BEGIN
  IF has_schema_privilege('public', 'CREATE WITH GRANT OPTION') THEN REVOKE CREATE ON SCHEMA public FROM PUBLIC; END IF;
EXCEPTION
  WHEN invalid_schema_name THEN NULL;
END $$;

-- Functions may be called by everybody unless told otherwise.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA store FROM PUBLIC;
REVOKE ALL ON SCHEMA store FROM PUBLIC;
DO $$
BEGIN
  IF to_regrole('distill_reader') IS NOT NULL THEN
    -- The views call them in the name of whoever reads the view; without rights on the schema nobody can do so directly.
    GRANT EXECUTE ON FUNCTION store.oversees(), store.visible_collections(), store.local_collections(),
      store.file_url_path(text, text) TO distill_reader;
    GRANT USAGE ON SCHEMA adql TO distill_reader;
    PERFORM store.grant_to_reader(s.schema_name) FROM tap_schema.schemas s;
  END IF;
END $$;

-- Where files lie on the service's machines is no business of strangers: they do not even see that there is such a column.
DO $$
BEGIN
  IF to_regrole('distill_reader') IS NOT NULL THEN
    ALTER TABLE tap_schema.columns ENABLE ROW LEVEL SECURITY;
    DROP POLICY IF EXISTS for_the_reader ON tap_schema.columns;
    CREATE POLICY for_the_reader ON tap_schema.columns FOR SELECT TO distill_reader
      USING (column_name <> 'access_url_local' OR coalesce(current_setting('distill.user', true), '') <> '');
  END IF;
END $$;

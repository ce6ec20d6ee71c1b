-- Who may see and read what. The session says who asks in the setting distill.user; '' or nothing is anonymous.
-- The functions are run with the rights of the tables' owner, once for a query: views put them in sub-selects.

-- Whether the session's user looks after the service as a whole, and so sees the records of everybody's jobs.
CREATE OR REPLACE FUNCTION store.oversees() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM store.user_account u WHERE u.name = nullif(current_setting('distill.user', true), '') AND u.active
                   AND u.role IN ('quality', 'data_manager', 'admin'));
END $$;

-- Collections whose files the session's user may read. Public data are everybody's once released; all data are once
-- their release date has passed.
CREATE OR REPLACE FUNCTION store.readable_collections() RETURNS integer[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  asking text := nullif(current_setting('distill.user', true), '');
  oversees boolean := store.oversees();
BEGIN
  RETURN coalesce((SELECT array_agg(c.id) FROM store.collection c WHERE oversees
    OR (c.published AND (c.release_date <= now() OR (c.data_rights = 'public' AND c.release_date IS NULL)))
    OR (c.published AND EXISTS (SELECT 1 FROM store.user_collection r JOIN store.user_account u ON u.name = r.user_name
          WHERE r.collection_id = c.id AND u.name = asking AND u.active AND (r.expires IS NULL OR r.expires > now())))),
    '{}');
END $$;

-- true at the places of these collections, for expressions such as (SELECT f())[collection_id].
CREATE OR REPLACE FUNCTION store.places(collections integer[]) RETURNS boolean[]
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $$
DECLARE
  place integer;
  is_there boolean[] := array_fill(false, ARRAY[coalesce((SELECT max(c) FROM unnest(collections) c), 0)]);
BEGIN
  FOREACH place IN ARRAY collections LOOP is_there[place] := true; END LOOP;
  RETURN is_there;
END $$;

-- Element n says whether the session's user may know of the rows of collection n. An element of an array costs the
-- planner nothing, so PostgreSQL asks it before any condition of the user's that could betray a row by failing.
CREATE OR REPLACE FUNCTION store.visible_collections() RETURNS boolean[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE readable integer[] := store.readable_collections();
BEGIN
  RETURN store.places(ARRAY(SELECT c.id FROM store.collection c WHERE c.published AND c.metadata_visible) || readable);
END $$;

-- The same for paths on the service's machines, which nobody sees without a name.
CREATE OR REPLACE FUNCTION store.local_collections() RETURNS boolean[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN store.places(CASE WHEN nullif(current_setting('distill.user', true), '') IS NULL THEN '{}'
                           ELSE store.readable_collections() END);
END $$;

-- Whether the session's user may have the file of a dataset: 'yes', 'no' (knows of it but may not have it), or null
-- (there is none, or none that the user may know of).
CREATE OR REPLACE FUNCTION store.may_read(did text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  asking text := nullif(current_setting('distill.user', true), '');
  found_in integer;
  belongs_to text;
BEGIN
  SELECT d.collection_id, d.owner INTO found_in, belongs_to FROM store.dataset d WHERE d.obs_publisher_did = did;
  IF NOT coalesce((store.visible_collections())[found_in], false)
     OR (belongs_to IS NOT NULL AND belongs_to IS DISTINCT FROM asking) THEN RETURN NULL; END IF;
  RETURN CASE WHEN belongs_to = asking OR found_in = ANY (store.readable_collections()) THEN 'yes' ELSE 'no' END;
END $$;

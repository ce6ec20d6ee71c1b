-- Recording entities: those a job made are its own and may be said anew; those it used belong to others.

-- The job whose folder an entity lies, or lay, in; null: none.
CREATE OR REPLACE FUNCTION store.job_of_entity(entity_id text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT substring(entity_id FROM '^ivo://[^/?]+/jobs\?([^/]+)/') $$;

-- Inserts what is not there yet, in the order of ids, so that two jobs that bring the same inputs wait for each other
-- in one direction only. What is of a collection is seen by who may see the collection; anything else is the owner's.
CREATE OR REPLACE FUNCTION store.insert_entities(said jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO store.entity (id, name, entity_type, location, generated_time, invalidated_time, invalidated_reason, comment, owner,
      obs_collection, obs_id, obs_publisher_did, file_name, hdu, hdu_class, dataproduct_level, content_type, size_bytes, sha256,
      datasum, content_sum, mtime, attributes, description_id, collection_id)
    SELECT j.id, j.name, j.entity_type, j.location, j.generated_time, j.invalidated_time, j.invalidated_reason, j.comment,
      CASE WHEN c.id IS NULL THEN j.owner END, j.obs_collection, j.obs_id, j.obs_publisher_did, j.file_name, j.hdu, j.hdu_class,
      j.dataproduct_level, j.content_type, j.size_bytes, j.sha256, j.datasum, j.content_sum, j.mtime, j.attributes,
      j.description_id, c.id
    FROM jsonb_populate_recordset(null::store.entity, said) j LEFT JOIN store.collection c ON c.name = j.obs_collection
    ORDER BY j.id
    ON CONFLICT (id) DO NOTHING;
END $$;

-- What a job made, or had in its folder. Recorded a second time it replaces what was said, but neither rights nor
-- invalidity, and never what another activity made.
CREATE OR REPLACE FUNCTION store.update_entities(said jsonb, activities text[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  UPDATE store.entity e SET name = j.name, entity_type = j.entity_type, location = j.location,
      generated_time = j.generated_time, comment = j.comment, file_name = j.file_name, hdu = j.hdu, hdu_class = j.hdu_class,
      dataproduct_level = j.dataproduct_level, content_type = j.content_type, size_bytes = j.size_bytes, sha256 = j.sha256,
      datasum = j.datasum, content_sum = j.content_sum, mtime = j.mtime, attributes = j.attributes, description_id = j.description_id
    FROM jsonb_populate_recordset(null::store.entity, said) j
    WHERE e.id = j.id AND e.owner IS NOT DISTINCT FROM j.owner
      AND NOT EXISTS (SELECT 1 FROM store.was_generated_by g WHERE g.entity_id = e.id AND g.activity_id <> ALL (activities));
END $$;

-- Records entities and gives the names under which they are known, as {"said": "recorded"} for those only where these
-- differ: an input whose content is not the recorded one is another version, <id>@<first 12 digits of its SHA-256>,
-- which is a specialization of <id>. A checksum nobody knew is filled in if the file is of the same time.
CREATE OR REPLACE FUNCTION store.record_entities(said jsonb, made text[], activities text[], known boolean) RETURNS jsonb
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
  own jsonb; others jsonb; versions jsonb;
BEGIN
  SELECT jsonb_agg(j) FILTER (WHERE mine), jsonb_agg(j) FILTER (WHERE NOT mine) INTO own, others
    FROM jsonb_array_elements(said) j,
         LATERAL (SELECT (j ->> 'id') = ANY (made) OR coalesce(store.job_of_entity(j ->> 'id') = ANY (activities), false) AS mine) m;
  IF own IS NOT NULL THEN
    IF known THEN PERFORM store.update_entities(own, activities); END IF;
    PERFORM store.insert_entities(own);
  END IF;
  IF others IS NULL THEN RETURN '{}'; END IF;
  PERFORM store.insert_entities(others);
  UPDATE store.entity e SET sha256 = n.sha256, size_bytes = n.size_bytes, mtime = n.mtime
    FROM (SELECT k.id, j.sha256, coalesce(j.size_bytes, k.size_bytes) AS size_bytes, coalesce(j.mtime, k.mtime) AS mtime
          FROM jsonb_to_recordset(others) j (id text, sha256 text, size_bytes bigint, mtime timestamptz)
            JOIN store.entity k ON k.id = j.id
          WHERE k.sha256 IS NULL AND j.sha256 IS NOT NULL AND (k.mtime IS NULL OR k.mtime = j.mtime)
          ORDER BY k.id FOR NO KEY UPDATE OF k) n
    WHERE e.id = n.id AND e.sha256 IS NULL;
  SELECT jsonb_object_agg(j.id, j.id || '@' || left(j.sha256, 12)) INTO versions
    FROM jsonb_to_recordset(others) j (id text, sha256 text) JOIN store.entity e ON e.id = j.id WHERE e.sha256 <> j.sha256;
  IF versions IS NULL THEN RETURN '{}'; END IF;
  PERFORM store.insert_entities(jsonb_agg(j || jsonb_build_object('id', versions -> (j ->> 'id'))))
    FROM jsonb_array_elements(others) j WHERE versions ? (j ->> 'id');
  INSERT INTO store.specialization_of (entity_id, general_id) SELECT v.value, v.key FROM jsonb_each_text(versions) v
    ORDER BY 1, 2 ON CONFLICT DO NOTHING;
  RETURN versions;
END $$;

-- What was used once stays as it was: when a file changes under the same identifier, those who used the earlier content
-- are made to refer to a version of it, named as record_entities() names versions, with the making of that version.
CREATE OR REPLACE FUNCTION store.keep_used_version() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE kept text := old.id || '@' || left(old.sha256, 12);
BEGIN
  IF NOT EXISTS (SELECT 1 FROM store.used u WHERE u.entity_id = old.id) AND NOT EXISTS (SELECT 1 FROM store.had_member m WHERE m.member_id = old.id)
     AND NOT EXISTS (SELECT 1 FROM store.lineage l WHERE l.ancestor_id = old.id) THEN RETURN NULL; END IF;
  INSERT INTO store.entity SELECT (jsonb_populate_record(old, jsonb_build_object('id', kept))).* ON CONFLICT DO NOTHING;
  INSERT INTO store.specialization_of (entity_id, general_id) VALUES (kept, old.id) ON CONFLICT DO NOTHING;
  INSERT INTO store.activity SELECT (jsonb_populate_record(a, jsonb_build_object('id', replace(a.id, old.id, kept)))).*
    FROM store.was_generated_by g JOIN store.activity a ON a.id = g.activity_id WHERE g.entity_id = old.id AND starts_with(a.id, old.id || '#')
    ON CONFLICT DO NOTHING;
  INSERT INTO store.was_generated_by SELECT (jsonb_populate_record(g, jsonb_build_object('entity_id', kept,
      'activity_id', CASE WHEN starts_with(g.activity_id, old.id || '#') THEN replace(g.activity_id, old.id, kept) ELSE g.activity_id END))).*
    FROM store.was_generated_by g WHERE g.entity_id = old.id ON CONFLICT DO NOTHING;
  INSERT INTO store.was_attributed_to SELECT kept, w.agent_id, w.role FROM store.was_attributed_to w WHERE w.entity_id = old.id ON CONFLICT DO NOTHING;
  INSERT INTO store.was_derived_from SELECT kept, d.progenitor_id FROM store.was_derived_from d WHERE d.entity_id = old.id ON CONFLICT DO NOTHING;
  UPDATE store.used u SET entity_id = kept WHERE u.entity_id = old.id
    AND NOT EXISTS (SELECT 1 FROM store.used k WHERE (k.activity_id, k.entity_id, k.role) = (u.activity_id, kept, u.role));
  UPDATE store.was_derived_from d SET progenitor_id = kept WHERE d.progenitor_id = old.id
    AND NOT EXISTS (SELECT 1 FROM store.was_derived_from k WHERE (k.entity_id, k.progenitor_id) = (d.entity_id, kept));
  UPDATE store.lineage l SET ancestor_id = kept WHERE l.ancestor_id = old.id
    AND NOT EXISTS (SELECT 1 FROM store.lineage k WHERE (k.entity_id, k.ancestor_id) = (l.entity_id, kept));
  UPDATE store.had_member m SET member_id = kept FROM store.entity e WHERE m.member_id = old.id AND e.id = m.entity_id AND e.entity_type = 'collection'
    AND NOT EXISTS (SELECT 1 FROM store.had_member k WHERE (k.entity_id, k.member_id) = (m.entity_id, kept));
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS keep_used_version ON store.entity;
CREATE TRIGGER keep_used_version AFTER UPDATE OF sha256 ON store.entity FOR EACH ROW
  WHEN (old.sha256 <> new.sha256) EXECUTE FUNCTION store.keep_used_version();

-- Recording what kinds of activities there are, and who is responsible. What is known already is only read: jobs that
-- end at the same time do not wait for each other.

CREATE OR REPLACE FUNCTION store.record_agents(agents jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO store.agent AS a (id, name, type, comment, email, affiliation, url)
    SELECT j.id, j.name, j.type, j.comment, j.email, j.affiliation, j.url FROM jsonb_populate_recordset(null::store.agent, agents) j
    WHERE NOT EXISTS (SELECT 1 FROM store.agent k WHERE k.id = j.id AND (k.name, k.type) IS NOT DISTINCT FROM (j.name, j.type)
      AND (j.email IS NULL OR k.email = j.email) AND (j.affiliation IS NULL OR k.affiliation = j.affiliation)
      AND (j.url IS NULL OR k.url = j.url) AND (j.comment IS NULL OR k.comment = j.comment))
    ORDER BY j.id
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, type = excluded.type, comment = coalesce(excluded.comment, a.comment),
      email = coalesce(excluded.email, a.email), affiliation = coalesce(excluded.affiliation, a.affiliation),
      url = coalesce(excluded.url, a.url);
END $$;

-- A description with all that belongs to it: entity_description, usage_description, generation_description,
-- parameter_description. Parts that are no longer in it stay, since earlier activities refer to them.
CREATE OR REPLACE FUNCTION store.record_description(said jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE sum text := encode(sha256(convert_to(said::text, 'UTF8')), 'hex');
BEGIN
  IF EXISTS (SELECT 1 FROM store.activity_description d WHERE d.id = said ->> 'id' AND d.fingerprint = sum) THEN RETURN; END IF;
  INSERT INTO store.activity_description AS d (id, name, version, description, docurl, type, subtype, owner, fingerprint)
    SELECT j.id, j.name, j.version, j.description, j.docurl, j.type, j.subtype, j.owner, sum
    FROM jsonb_populate_record(null::store.activity_description, said) j
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, version = excluded.version, description = excluded.description,
      docurl = excluded.docurl, type = excluded.type, subtype = excluded.subtype, owner = excluded.owner,
      fingerprint = excluded.fingerprint;
  INSERT INTO store.entity_description (id, name, description, docurl, type, content_type)
    SELECT j.id, j.name, j.description, j.docurl, j.type, j.content_type
    FROM jsonb_populate_recordset(null::store.entity_description, said -> 'entity_description') j ORDER BY j.id
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description, content_type = excluded.content_type;
  INSERT INTO store.usage_description (id, role, type, description, multiplicity, activity_description_id, entity_description_id)
    SELECT j.id, j.role, j.type, j.description, j.multiplicity, said ->> 'id', j.entity_description_id
    FROM jsonb_populate_recordset(null::store.usage_description, said -> 'usage_description') j ORDER BY j.id
    ON CONFLICT (id) DO UPDATE SET type = excluded.type, description = excluded.description, multiplicity = excluded.multiplicity,
      entity_description_id = excluded.entity_description_id;
  INSERT INTO store.generation_description (id, role, type, description, multiplicity, activity_description_id, entity_description_id)
    SELECT j.id, j.role, j.type, j.description, j.multiplicity, said ->> 'id', j.entity_description_id
    FROM jsonb_populate_recordset(null::store.generation_description, said -> 'generation_description') j ORDER BY j.id
    ON CONFLICT (id) DO UPDATE SET type = excluded.type, description = excluded.description, multiplicity = excluded.multiplicity,
      entity_description_id = excluded.entity_description_id;
  INSERT INTO store.parameter_description (id, name, value_type, unit, ucd, description, minimum, maximum, options, default_value,
                                           activity_description_id)
    SELECT j.id, j.name, j.value_type, j.unit, j.ucd, j.description, j.minimum, j.maximum, j.options, j.default_value, said ->> 'id'
    FROM jsonb_populate_recordset(null::store.parameter_description, said -> 'parameter_description') j ORDER BY j.id
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, value_type = excluded.value_type, unit = excluded.unit,
      ucd = excluded.ucd, description = excluded.description, minimum = excluded.minimum, maximum = excluded.maximum,
      options = excluded.options, default_value = excluded.default_value;
END $$;

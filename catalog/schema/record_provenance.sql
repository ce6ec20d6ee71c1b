-- One call records what became of a job: store.record_provenance, with a document whose members are named after the
-- tables and hold rows {"column": value, ...}. Recorded twice, the second time counts: a job that was aborted gets
-- the account of its process when that has really ended. All or nothing, in the transaction of the caller.

CREATE OR REPLACE FUNCTION store.record_activities(said jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO store.activity AS a (id, name, start_time, stop_time, created, queued, quote, destruction, execution_duration, comment,
      job_id, run_id, owner, phase, attempts, exit_code, exit_signal, error, warnings, host, software, version, revision,
      command_line, seed, numerical_mode, mpi_ranks, threads, max_rss, cpu_time, bytes_read, bytes_written, recipe_hash, environment,
      description_id)
    SELECT id, name, start_time, stop_time, created, queued, quote, destruction, execution_duration, comment,
      job_id, run_id, owner, phase, attempts, exit_code, exit_signal, error, warnings, host, software, version, revision,
      command_line, seed, numerical_mode, mpi_ranks, threads, max_rss, cpu_time, bytes_read, bytes_written, recipe_hash, environment,
      description_id
    FROM jsonb_populate_recordset(null::store.activity, said) ORDER BY id
    ON CONFLICT (id) DO UPDATE SET (name, start_time, stop_time, created, queued, quote, destruction, execution_duration, comment,
      run_id, phase, attempts, exit_code, exit_signal, error, warnings, host, software, version, revision,
      command_line, seed, numerical_mode, mpi_ranks, threads, max_rss, cpu_time, bytes_read, bytes_written, recipe_hash, environment,
      description_id) = (excluded.name, excluded.start_time, excluded.stop_time, excluded.created, excluded.queued, excluded.quote,
      excluded.destruction, excluded.execution_duration, excluded.comment, excluded.run_id, coalesce(excluded.phase, a.phase), excluded.attempts,
      excluded.exit_code, excluded.exit_signal, excluded.error, excluded.warnings, excluded.host, excluded.software,
      excluded.version, excluded.revision, excluded.command_line, excluded.seed, excluded.numerical_mode, excluded.mpi_ranks,
      excluded.threads, excluded.max_rss, excluded.cpu_time, excluded.bytes_read, excluded.bytes_written, excluded.recipe_hash,
      excluded.environment, excluded.description_id)
    WHERE a.job_id = excluded.job_id;
END $$;

-- What is said anew of activities replaces what was said; generations and derivations stay.
CREATE OR REPLACE FUNCTION store.forget_details(activities text[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  DELETE FROM store.activity_event WHERE activity_id = ANY (activities);
  DELETE FROM store.parameter WHERE activity_id = ANY (activities);
  DELETE FROM store.config_file WHERE activity_id = ANY (activities);
  DELETE FROM store.used WHERE activity_id = ANY (activities);
  DELETE FROM store.was_associated_with WHERE activity_id = ANY (activities);
  DELETE FROM store.was_informed_by WHERE activity_id = ANY (activities);
END $$;

CREATE OR REPLACE FUNCTION store.record_details(record jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO store.activity_event (activity_id, position, happened, event, comment)
    SELECT j.activity_id, row_number() OVER (PARTITION BY j.activity_id ORDER BY n), j.happened, j.event, j.comment
    FROM ROWS FROM (jsonb_to_recordset(record -> 'activity_event') AS (activity_id text, happened timestamptz, event text, comment text))
      WITH ORDINALITY AS j (activity_id, happened, event, comment, n);
  INSERT INTO store.parameter (activity_id, position, name, value, origin, description_id)
    SELECT j.activity_id, row_number() OVER (PARTITION BY j.activity_id ORDER BY n), j.name, j.value, j.origin, d.id
    FROM ROWS FROM (jsonb_to_recordset(record -> 'parameter') AS (activity_id text, name text, value text, origin text))
      WITH ORDINALITY AS j (activity_id, name, value, origin, n)
      JOIN store.activity a ON a.id = j.activity_id
      LEFT JOIN store.parameter_description d ON d.id = a.description_id || '/parameters/' || j.name;
  INSERT INTO store.config_file (activity_id, name, location, sha256, comment)
    SELECT j.activity_id, j.name, j.location, j.sha256, j.comment
    FROM jsonb_populate_recordset(null::store.config_file, record -> 'config_file') j ON CONFLICT DO NOTHING;
  INSERT INTO store.was_associated_with (activity_id, agent_id, role)
    SELECT j.activity_id, j.agent_id, j.role FROM jsonb_populate_recordset(null::store.was_associated_with, record -> 'was_associated_with') j
    ON CONFLICT DO NOTHING;
  -- What a job followed from may have been forgotten, or never recorded.
  INSERT INTO store.was_informed_by (activity_id, informant_id, reason)
    SELECT j.activity_id, a.id, j.reason FROM jsonb_populate_recordset(null::store.was_informed_by, record -> 'was_informed_by') j
      JOIN store.activity a ON a.id = j.informant_id ON CONFLICT DO NOTHING;
END $$;

-- Relations of entities; what was used and is not known under its name is left out. `versions` says under which names they are known. Members come before derivations, which
-- then inherit them at once.
CREATE OR REPLACE FUNCTION store.record_relations(record jsonb, versions jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO store.used (activity_id, entity_id, role, type, happened, rows_used, rows_rejected, description_id)
    SELECT j.activity_id, coalesce(versions ->> j.entity_id, j.entity_id), j.role, j.type, j.happened, j.rows_used, j.rows_rejected, d.id
    FROM jsonb_populate_recordset(null::store.used, record -> 'used') j JOIN store.activity a ON a.id = j.activity_id
      JOIN store.entity e ON e.id = coalesce(versions ->> j.entity_id, j.entity_id)
      LEFT JOIN store.usage_description d ON d.id = a.description_id || '/uses/' || j.role
    ORDER BY 1, 2, 3 ON CONFLICT DO NOTHING;
  INSERT INTO store.was_generated_by (entity_id, activity_id, role, type, happened, description_id)
    SELECT j.entity_id, j.activity_id, j.role, j.type, j.happened, d.id
    FROM jsonb_populate_recordset(null::store.was_generated_by, record -> 'was_generated_by') j
      JOIN store.activity a ON a.id = j.activity_id
      LEFT JOIN store.generation_description d ON d.id = a.description_id || '/makes/' || j.role
    ORDER BY 1 ON CONFLICT DO NOTHING;
  INSERT INTO store.specialization_of (entity_id, general_id)
    SELECT j.entity_id, j.general_id FROM jsonb_populate_recordset(null::store.specialization_of, record -> 'specialization_of') j
    ORDER BY 1, 2 ON CONFLICT DO NOTHING;
  INSERT INTO store.had_member (entity_id, member_id)
    SELECT coalesce(versions ->> j.entity_id, j.entity_id), coalesce(versions ->> j.member_id, j.member_id)
    FROM jsonb_populate_recordset(null::store.had_member, record -> 'had_member') j ORDER BY 1, 2 ON CONFLICT DO NOTHING;
  INSERT INTO store.was_derived_from (entity_id, progenitor_id)
    SELECT j.entity_id, coalesce(versions ->> j.progenitor_id, j.progenitor_id)
    FROM jsonb_populate_recordset(null::store.was_derived_from, record -> 'was_derived_from') j
      JOIN store.entity e ON e.id = coalesce(versions ->> j.progenitor_id, j.progenitor_id)
    ORDER BY 1, 2 ON CONFLICT DO NOTHING;
  INSERT INTO store.was_attributed_to (entity_id, agent_id, role)
    SELECT coalesce(versions ->> j.entity_id, j.entity_id), j.agent_id, j.role
    FROM jsonb_populate_recordset(null::store.was_attributed_to, record -> 'was_attributed_to') j
    ORDER BY 1, 2, 3 ON CONFLICT DO NOTHING;
END $$;

CREATE OR REPLACE FUNCTION store.write_provenance(record jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
  done text[] := ARRAY(SELECT a ->> 'id' FROM jsonb_array_elements(record -> 'activity') a);
  made text[] := ARRAY(SELECT g ->> 'entity_id' FROM jsonb_array_elements(record -> 'was_generated_by') g);
  known boolean := EXISTS (SELECT 1 FROM store.activity WHERE id = ANY (done));
  versions jsonb;
BEGIN
  PERFORM store.record_agents(record -> 'agent');
  PERFORM store.record_description(d) FROM (SELECT d FROM jsonb_array_elements(record -> 'activity_description') d ORDER BY d ->> 'id') s;
  IF known THEN PERFORM store.forget_details(done); END IF;
  PERFORM store.record_activities(record -> 'activity');
  versions := store.record_entities(record -> 'entity', made, done, known);
  PERFORM store.record_details(record);
  PERFORM store.record_relations(record, versions);
END $$;

-- The same, but data that the tables do not take never keep a job from ending: then the activity alone is recorded, and
-- says so. What another attempt might cure (a deadlock, a full disk) is the caller's to see.
CREATE OR REPLACE FUNCTION store.record_provenance(record jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE why text;
BEGIN
  PERFORM store.write_provenance(record);
EXCEPTION WHEN data_exception OR integrity_constraint_violation THEN
  GET STACKED DIAGNOSTICS why = MESSAGE_TEXT;
  RAISE WARNING 'cannot record the provenance of % in full: % - this is a defect of the service',
    record #>> '{activity,0,id}', why;
  PERFORM store.record_activities(jsonb_agg(jsonb_build_object('id', a ->> 'id', 'name', a ->> 'name', 'job_id', a ->> 'job_id',
      'owner', a ->> 'owner', 'phase', a ->> 'phase', 'start_time', a ->> 'start_time', 'stop_time', a ->> 'stop_time',
      'comment', concat_ws(' ', a ->> 'comment', 'The rest could not be recorded: ' || why || '.'))))
    FROM jsonb_array_elements(record -> 'activity') a;
END $$;

-- Says of all that lay in a job's folder that it is there no more; what was published lives on. Gives how many there
-- were. The records stay for ever.
CREATE OR REPLACE FUNCTION store.invalidate_products(of_job text, reason text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE changed bigint;
BEGIN
  UPDATE store.entity e SET invalidated_time = now(), invalidated_reason = reason
    WHERE e.invalidated_time IS NULL AND store.job_of_entity(e.id) = of_job
      AND e.id IN (SELECT g.entity_id FROM store.activity a JOIN store.was_generated_by g ON g.activity_id = a.id WHERE a.job_id = of_job
                   UNION ALL SELECT u.entity_id FROM store.activity a JOIN store.used u ON u.activity_id = a.id WHERE a.job_id = of_job)
      AND NOT EXISTS (SELECT 1 FROM store.dataset d WHERE d.obs_publisher_did = e.id);
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END $$;

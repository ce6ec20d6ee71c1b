-- What goes with a job's end and its disappearance, in the transaction that makes it so. Provenance must not keep a
-- job from ending: what goes wrong with it is told, not thrown.

-- New results and the record of an ended job; `smaller` is tried if `record` is refused. `products_gone`: why the
-- results it had are no more. Returns what went wrong.
CREATE OR REPLACE FUNCTION store.settle_job(job text, new_results boolean, names text[], paths text[], hrefs text[],
                                            mime_types text[], sizes bigint[], sums text[], record text, smaller text,
                                            products_gone text)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  trouble text;
BEGIN
  IF new_results THEN
    DELETE FROM store.job_result r WHERE r.job_id = job;
    INSERT INTO store.job_result (job_id, position, name, path, href, mime_type, size_bytes, sha256)
    SELECT job, t.position, t.name, t.path, t.href, t.mime_type, t.size, t.sha256
    FROM unnest(names, paths, hrefs, mime_types, sizes, sums) WITH ORDINALITY
         AS t (name, path, href, mime_type, size, sha256, position);
  END IF;
  IF products_gone IS NOT NULL THEN
    BEGIN
      PERFORM store.invalidate_products(job, products_gone);
    EXCEPTION WHEN OTHERS THEN
      RETURN SQLERRM;
    END;
  END IF;
  IF record IS NOT NULL THEN
    BEGIN
      PERFORM store.record_provenance(record::jsonb);
      RETURN NULL;
    EXCEPTION WHEN OTHERS THEN
      trouble := SQLERRM;
    END;
  END IF;
  IF smaller IS NOT NULL THEN
    BEGIN
      PERFORM store.record_provenance(smaller::jsonb);
      RETURN CASE WHEN trouble IS NOT NULL THEN trouble || ' (a smaller one was kept)' END;
    EXCEPTION WHEN OTHERS THEN
      trouble := concat_ws('; and the smaller one: ', trouble, SQLERRM);
    END;
  END IF;
  RETURN trouble;
END $$;

-- Removes a job; its products, known to the provenance, are marked as gone.
CREATE OR REPLACE FUNCTION store.forget_job(job text, OUT gone boolean, OUT trouble text)
LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM store.job j WHERE j.id = job;
  gone := FOUND;
  IF gone THEN
    BEGIN
      PERFORM store.invalidate_products(job, 'the job was deleted');
    EXCEPTION WHEN OTHERS THEN
      trouble := SQLERRM;
    END;
  END IF;
END $$;

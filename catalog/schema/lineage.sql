-- Keeps store.lineage, the flattened ancestry of entities, complete whenever derivations are recorded, in whatever
-- order and however many at once. A derivation that would make an entity its own ancestor is refused by the check
-- lineage_not_of_itself. Records of the past do not change: deleting an entity takes its lines with it, nothing else
-- removes any.
CREATE OR REPLACE FUNCTION store.extend_lineage() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE longer bigint;
BEGIN
  INSERT INTO store.lineage AS l (entity_id, ancestor_id, steps)
    SELECT n.entity_id, a.ancestor_id, min(a.steps)
    FROM new_derivations n CROSS JOIN LATERAL (
      SELECT n.progenitor_id AS ancestor_id, 1 AS steps
      UNION ALL SELECT k.ancestor_id, k.steps + 1 FROM store.lineage k WHERE k.entity_id = n.progenitor_id) a
    GROUP BY 1, 2
    ON CONFLICT (entity_id, ancestor_id) DO UPDATE SET steps = EXCLUDED.steps WHERE l.steps > EXCLUDED.steps;
  -- Whatever was made of the new ones before inherits their ancestors; chains inside the batch need several rounds.
  LOOP
    INSERT INTO store.lineage AS l (entity_id, ancestor_id, steps)
      SELECT d.entity_id, a.ancestor_id, min(d.steps + a.steps)
      FROM (SELECT DISTINCT entity_id FROM new_derivations) n
        JOIN store.lineage d ON d.ancestor_id = n.entity_id JOIN store.lineage a ON a.entity_id = n.entity_id
      GROUP BY 1, 2
      ON CONFLICT (entity_id, ancestor_id) DO UPDATE SET steps = EXCLUDED.steps WHERE l.steps > EXCLUDED.steps;
    GET DIAGNOSTICS longer = ROW_COUNT;
    EXIT WHEN longer = 0;
  END LOOP;
  RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS extend_lineage ON store.was_derived_from;
CREATE TRIGGER extend_lineage AFTER INSERT ON store.was_derived_from
  REFERENCING NEW TABLE AS new_derivations FOR EACH STATEMENT EXECUTE FUNCTION store.extend_lineage();

-- Keeps store.lineage, the flattened ancestry of entities, complete whenever derivations are recorded, in whatever
-- order and however many at once. A collection of entities is made of its members, so that jobs with ten thousand runs
-- need one derivation for each product and still every run is found. A derivation that would make an entity its own
-- ancestor is refused by the check lineage_not_of_itself. Records of the past do not change: deleting an entity takes
-- its lines with it, nothing else removes any.

-- The n-th of `entities` was made of the n-th of `progenitors`.
CREATE OR REPLACE FUNCTION store.add_lineage(entities text[], progenitors text[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
  made text[] := ARRAY(SELECT DISTINCT e FROM unnest(entities) e ORDER BY 1);
  longer bigint;
BEGIN
  INSERT INTO store.lineage AS l (entity_id, ancestor_id, steps)
    SELECT n.entity_id, a.ancestor_id, min(a.steps)
    FROM unnest(entities, progenitors) n (entity_id, progenitor_id) CROSS JOIN LATERAL (
      SELECT n.progenitor_id AS ancestor_id, 1 AS steps
      UNION ALL SELECT k.ancestor_id, k.steps + 1 FROM store.lineage k WHERE k.entity_id = n.progenitor_id) a
    GROUP BY 1, 2
    ON CONFLICT (entity_id, ancestor_id) DO UPDATE SET steps = EXCLUDED.steps WHERE l.steps > EXCLUDED.steps;
  -- Whatever was made of the new ones before inherits their ancestors; chains inside the batch need several rounds.
  LOOP
    EXIT WHEN NOT EXISTS (SELECT 1 FROM store.lineage d WHERE d.ancestor_id = ANY (made));
    INSERT INTO store.lineage AS l (entity_id, ancestor_id, steps)
      SELECT d.entity_id, a.ancestor_id, min(d.steps + a.steps)
      FROM unnest(made) n (entity_id)
        JOIN store.lineage d ON d.ancestor_id = n.entity_id JOIN store.lineage a ON a.entity_id = n.entity_id
      GROUP BY 1, 2
      ON CONFLICT (entity_id, ancestor_id) DO UPDATE SET steps = EXCLUDED.steps WHERE l.steps > EXCLUDED.steps;
    GET DIAGNOSTICS longer = ROW_COUNT;
    EXIT WHEN longer = 0;
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION store.extend_lineage() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  PERFORM store.add_lineage(array_agg(n.entity_id), array_agg(n.progenitor_id)) FROM new_derivations n HAVING count(*) > 0;
  RETURN NULL;
END $$;

-- The parts of a file are its members too, but no file is made of its parts: only collections count.
CREATE OR REPLACE FUNCTION store.extend_lineage_by_members() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  PERFORM store.add_lineage(array_agg(n.entity_id), array_agg(n.member_id))
    FROM new_members n JOIN store.entity e ON e.id = n.entity_id WHERE e.entity_type = 'collection' HAVING count(*) > 0;
  RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS extend_lineage ON store.was_derived_from;
CREATE TRIGGER extend_lineage AFTER INSERT ON store.was_derived_from
  REFERENCING NEW TABLE AS new_derivations FOR EACH STATEMENT EXECUTE FUNCTION store.extend_lineage();
DROP TRIGGER IF EXISTS extend_lineage ON store.had_member;
CREATE TRIGGER extend_lineage AFTER INSERT ON store.had_member
  REFERENCING NEW TABLE AS new_members FOR EACH STATEMENT EXECUTE FUNCTION store.extend_lineage_by_members();

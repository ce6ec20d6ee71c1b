-- What W3C PROV-CONSTRAINTS forbids and the tables would take, each with the number of its constraint. That an entity
-- is generated once (24) and is never made of itself is kept by the tables.
CREATE OR REPLACE FUNCTION store.provenance_problems() RETURNS TABLE (problem text, subject text, other text)
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT 'an activity ends before it starts (30)', id, NULL FROM store.activity WHERE stop_time < start_time
  UNION ALL SELECT 'an activity starts before its job was made', id, NULL FROM store.activity WHERE start_time < created
  UNION ALL SELECT 'a usage is outside its activity (33)', u.activity_id, u.entity_id FROM store.used u JOIN store.activity a ON a.id = u.activity_id
    WHERE u.happened < a.start_time OR u.happened > a.stop_time
  UNION ALL SELECT 'a generation is outside its activity (34)', g.activity_id, g.entity_id
    FROM store.was_generated_by g JOIN store.activity a ON a.id = g.activity_id JOIN store.entity e ON e.id = g.entity_id
    WHERE coalesce(g.happened, e.generated_time) < a.start_time OR coalesce(g.happened, e.generated_time) > a.stop_time
  UNION ALL SELECT 'an entity is generated at two times (24)', g.entity_id, NULL
    FROM store.was_generated_by g JOIN store.entity e ON e.id = g.entity_id WHERE g.happened <> e.generated_time
  UNION ALL SELECT 'an activity follows from one that started after its end (35)', i.activity_id, i.informant_id
    FROM store.was_informed_by i JOIN store.activity a ON a.id = i.activity_id JOIN store.activity b ON b.id = i.informant_id
    WHERE b.start_time > a.stop_time
  UNION ALL SELECT 'an entity is invalid before it is generated (36)', id, NULL FROM store.entity WHERE invalidated_time < generated_time
  UNION ALL SELECT 'an entity is used before it is generated (37)', u.entity_id, u.activity_id
    FROM store.used u JOIN store.entity e ON e.id = u.entity_id JOIN store.activity a ON a.id = u.activity_id
    WHERE e.generated_time > coalesce(u.happened, a.stop_time)
  UNION ALL SELECT 'an entity is used after it became invalid (38)', u.entity_id, u.activity_id
    FROM store.used u JOIN store.entity e ON e.id = u.entity_id JOIN store.activity a ON a.id = u.activity_id
    WHERE e.invalidated_time < coalesce(u.happened, a.start_time)
  UNION ALL SELECT 'an entity is older than what it was derived from (41, 42)', d.entity_id, d.progenitor_id
    FROM store.was_derived_from d JOIN store.entity e ON e.id = d.entity_id JOIN store.entity p ON p.id = d.progenitor_id
    WHERE e.generated_time < p.generated_time
  UNION ALL SELECT 'an entity is older than what it is a version of (43)', s.entity_id, s.general_id
    FROM store.specialization_of s JOIN store.entity e ON e.id = s.entity_id JOIN store.entity p ON p.id = s.general_id
    WHERE e.generated_time < p.generated_time
  UNION ALL SELECT 'an agent of an activity is missing (47)', g.entity_id, NULL FROM store.was_generated_by g JOIN store.activity a ON a.id = g.activity_id
    WHERE a.job_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM store.was_associated_with w WHERE w.activity_id = a.id)
  UNION ALL SELECT 'a thing is both an activity and an entity (55)', e.id, NULL FROM store.entity e JOIN store.activity a ON a.id = e.id
  UNION ALL SELECT 'an entity is a version of itself (52)', c.id, NULL FROM (
    WITH RECURSIVE up (id, general) AS (SELECT entity_id, general_id FROM store.specialization_of
      UNION SELECT u.id, s.general_id FROM up u JOIN store.specialization_of s ON s.entity_id = u.general) SELECT id FROM up WHERE id = general) c
  UNION ALL SELECT 'a collection is a member of itself', c.id, NULL FROM (
    WITH RECURSIVE up (id, member) AS (SELECT entity_id, member_id FROM store.had_member m
        WHERE EXISTS (SELECT 1 FROM store.had_member k WHERE k.entity_id = m.member_id)
      UNION SELECT u.id, m.member_id FROM up u JOIN store.had_member m ON m.entity_id = u.member) SELECT id FROM up WHERE id = member) c
  UNION ALL SELECT 'activities follow from each other in a circle', c.id, NULL FROM (
    WITH RECURSIVE up (id, before) AS (SELECT activity_id, informant_id FROM store.was_informed_by
      UNION SELECT u.id, i.informant_id FROM up u JOIN store.was_informed_by i ON i.activity_id = u.before) SELECT id FROM up WHERE id = before) c
  UNION ALL SELECT 'the lineage lacks an ancestor', d.entity_id, d.ancestor_id FROM (
    SELECT w.entity_id, w.progenitor_id AS ancestor_id FROM store.was_derived_from w
    UNION SELECT m.entity_id, m.member_id FROM store.had_member m JOIN store.entity e ON e.id = m.entity_id AND e.entity_type = 'collection'
    UNION SELECT w.entity_id, l.ancestor_id FROM store.was_derived_from w JOIN store.lineage l ON l.entity_id = w.progenitor_id
    EXCEPT SELECT l.entity_id, l.ancestor_id FROM store.lineage l) d
$$;

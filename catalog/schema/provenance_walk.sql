-- From things over the relations: which entities and activities a graph of provenance has. The walk goes through what
-- the user may not see, so that the graph stays connected; such nodes have a name that tells nothing.

-- Names of hidden things cannot be found by trying out ids.
INSERT INTO store.setting (name, value, description)
  VALUES ('provenance_secret', gen_random_uuid()::text || gen_random_uuid()::text, 'Goes into the names of things that may not be seen.')
  ON CONFLICT DO NOTHING;
CREATE OR REPLACE FUNCTION store.hidden_name(id text) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT 'restricted-' || left(encode(sha256(convert_to((SELECT value FROM store.setting WHERE name = 'provenance_secret') || id, 'UTF8')), 'hex'), 20)
$$;

-- Entities and activities from which a walk may begin, as the asker may see them: `id`, and whether its owner is
-- nobody ('' - whoever knows the id of an anonymous job, or of what it made, may see it).
CREATE OR REPLACE FUNCTION store.provenance_starts(asked text[], asking text)
RETURNS TABLE (is_activity boolean, id text, asked_as text, anonymous boolean)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
DECLARE collections boolean[] := store.visible_collections();
BEGIN
  RETURN QUERY
    SELECT true, t.id, q.word, coalesce(t.owner = '', false) FROM unnest(asked) q (word) JOIN store.activity t ON t.id = q.word
      WHERE (t.collection_id IS NULL OR collections[t.collection_id]) AND (t.owner IS NULL OR t.owner IN ('', asking) OR store.oversees())
    UNION
    SELECT false, e.id, q.word, coalesce(e.owner = '', false) FROM unnest(asked) q (word)
        JOIN store.entity e ON e.id = q.word OR e.obs_publisher_did = q.word
      WHERE (e.collection_id IS NULL OR collections[e.collection_id])
        AND (e.owner IS NULL OR (e.owner = asking AND asking <> '') OR store.oversees() OR (e.owner = '' AND e.id = q.word));
END $$;

-- What is at no distance: members of collections if wanted; the collections something is in, forwards; other versions.
CREATE OR REPLACE FUNCTION store.provenance_near(entities text[], seen text[], forwards boolean, with_members boolean, room integer)
RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
DECLARE
  found text[] := '{}'; last text[] := entities;
BEGIN
  WHILE last <> '{}' LOOP
    last := ARRAY(SELECT x FROM (
        SELECT m.member_id AS x FROM store.had_member m WHERE with_members AND m.entity_id = ANY (last)
        UNION SELECT m.entity_id FROM store.had_member m WHERE forwards AND m.member_id = ANY (last)
        UNION SELECT s.general_id FROM store.specialization_of s WHERE NOT forwards AND s.entity_id = ANY (last)
        UNION SELECT s.entity_id FROM store.specialization_of s WHERE forwards AND s.general_id = ANY (last)) f
      WHERE x <> ALL (seen) AND x <> ALL (found) ORDER BY 1 LIMIT greatest(0, room - cardinality(found)));
    found := found || last;
  END LOOP;
  RETURN found;
END $$;

-- One direction, crossing at most `deepest` activities. At most `most` nodes, and one more that says so.
CREATE OR REPLACE FUNCTION store.provenance_one_way(entities text[], activities text[], forwards boolean, deepest integer,
                                                    with_members boolean, most integer)
RETURNS TABLE (is_activity boolean, id text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
DECLARE
  seen text[] := entities; done text[] := activities;
  edge text[] := entities;  -- entities from which the next activities are sought
  acts text[] := '{}';      -- activities crossed last
  more text[];
  room integer := most + 1 - cardinality(seen) - cardinality(done);
BEGIN
  more := store.provenance_near(edge, seen, forwards, with_members, room);
  seen := seen || more;
  edge := edge || more;
  FOR crossed IN 1 .. deepest LOOP
    room := most + 1 - cardinality(seen) - cardinality(done);
    EXIT WHEN room <= 0;
    acts := ARRAY(SELECT x FROM (
        SELECT u.activity_id AS x FROM store.used u WHERE forwards AND u.entity_id = ANY (edge)
        UNION SELECT i.activity_id FROM store.was_informed_by i WHERE forwards AND i.informant_id = ANY (acts)
        UNION SELECT g.activity_id FROM store.was_generated_by g WHERE NOT forwards AND g.entity_id = ANY (edge)
        UNION SELECT i.informant_id FROM store.was_informed_by i WHERE NOT forwards AND i.activity_id = ANY (acts)) f
      WHERE x <> ALL (done) ORDER BY 1 LIMIT room);
    done := done || acts;
    IF crossed = 1 THEN acts := acts || activities; END IF;
    -- What came of no known activity is followed by its derivation.
    more := ARRAY(SELECT x FROM (
        SELECT d.progenitor_id AS x FROM store.was_derived_from d WHERE NOT forwards AND d.entity_id = ANY (edge)
          AND NOT EXISTS (SELECT 1 FROM store.was_generated_by g WHERE g.entity_id = d.entity_id)
        UNION SELECT d.entity_id FROM store.was_derived_from d WHERE forwards AND d.progenitor_id = ANY (edge)
          AND NOT EXISTS (SELECT 1 FROM store.was_generated_by g WHERE g.entity_id = d.entity_id)
        UNION SELECT u.entity_id FROM store.used u WHERE NOT forwards AND u.activity_id = ANY (acts)
        UNION SELECT g.entity_id FROM store.was_generated_by g WHERE forwards AND g.activity_id = ANY (acts)) f
      WHERE x <> ALL (seen) ORDER BY 1 LIMIT greatest(0, most + 1 - cardinality(seen) - cardinality(done)));
    seen := seen || more;
    edge := more || store.provenance_near(more, seen, forwards, with_members, most + 1 - cardinality(seen) - cardinality(done));
    seen := seen || edge[cardinality(more) + 1:];
    EXIT WHEN acts = '{}' AND edge = '{}';
  END LOOP;
  -- Of an activity asked for both sides are shown, whichever way the walk goes.
  IF deepest > 0 AND activities <> '{}' THEN
    seen := seen || ARRAY(SELECT x FROM (
        SELECT u.entity_id AS x FROM store.used u WHERE u.activity_id = ANY (activities)
        UNION SELECT g.entity_id FROM store.was_generated_by g WHERE g.activity_id = ANY (activities)) f
      WHERE x <> ALL (seen) ORDER BY 1 LIMIT greatest(0, most + 1 - cardinality(seen) - cardinality(done)));
  END IF;
  RETURN QUERY SELECT false, x FROM unnest(seen) x UNION ALL SELECT true, x FROM unnest(done) x;
END $$;

-- Of the hidden nodes of a walk forwards, those from which something visible came: what else others made of something
-- is nobody's business, not even how much it is.
CREATE OR REPLACE FUNCTION store.provenance_bridges(shown_entities text[], shown_activities text[], hidden_entities text[],
                                                    hidden_activities text[])
RETURNS TABLE (is_activity boolean, id text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
DECLARE
  e text[] := shown_entities; a text[] := shown_activities;
  more_e text[]; more_a text[];
BEGIN
  LOOP
    more_a := ARRAY(SELECT h FROM unnest(hidden_activities) h WHERE h <> ALL (a) AND (
        EXISTS (SELECT 1 FROM store.was_generated_by g WHERE g.activity_id = h AND g.entity_id = ANY (e))
        OR EXISTS (SELECT 1 FROM store.was_informed_by i WHERE i.informant_id = h AND i.activity_id = ANY (a))));
    more_e := ARRAY(SELECT h FROM unnest(hidden_entities) h WHERE h <> ALL (e) AND (
        EXISTS (SELECT 1 FROM store.used u WHERE u.entity_id = h AND u.activity_id = ANY (a))
        OR EXISTS (SELECT 1 FROM store.had_member m WHERE m.member_id = h AND m.entity_id = ANY (e))
        OR EXISTS (SELECT 1 FROM store.specialization_of s WHERE s.general_id = h AND s.entity_id = ANY (e))
        OR EXISTS (SELECT 1 FROM store.was_derived_from d WHERE d.progenitor_id = h AND d.entity_id = ANY (e))));
    EXIT WHEN more_a = '{}' AND more_e = '{}';
    e := e || more_e;
    a := a || more_a;
  END LOOP;
  RETURN QUERY SELECT false, x FROM unnest(e) x WHERE x <> ALL (shown_entities)
    UNION ALL SELECT true, x FROM unnest(a) x WHERE x <> ALL (shown_activities);
END $$;

-- The nodes of the graph that `asking` gets. `hidden`: the name to show instead of the id, null where it may be seen.
-- The session's user must be `asking`.
CREATE OR REPLACE FUNCTION store.provenance_nodes(asked text[], asking text, backwards boolean, forwards boolean, deepest integer,
                                                  with_members boolean, most integer)
RETURNS TABLE (is_activity boolean, id text, hidden text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
DECLARE
  collections boolean[] := store.visible_collections();
  start_e text[]; start_a text[]; open_e text[]; open_a text[];
  back_e text[] := '{}'; back_a text[] := '{}'; all_e text[]; all_a text[]; shown_e text[]; shown_a text[];
BEGIN
  SELECT coalesce(array_agg(DISTINCT s.id) FILTER (WHERE NOT s.is_activity), '{}'), coalesce(array_agg(DISTINCT s.id) FILTER (WHERE s.is_activity), '{}'),
         coalesce(array_agg(s.id) FILTER (WHERE NOT s.is_activity AND s.anonymous), '{}'),
         coalesce(array_agg(s.id) FILTER (WHERE s.is_activity AND s.anonymous), '{}')
    INTO start_e, start_a, open_e, open_a FROM store.provenance_starts(asked, asking) s;
  -- Who knows one thing of an anonymous job knows the job, and all that it made.
  IF open_e <> '{}' THEN
    open_a := open_a || ARRAY(SELECT a.id FROM store.was_generated_by g JOIN store.activity a ON a.id = g.activity_id
                              WHERE g.entity_id = ANY (open_e) AND a.owner = '');
  END IF;
  IF open_a <> '{}' THEN
    open_e := open_e || ARRAY(SELECT g.entity_id FROM store.was_generated_by g WHERE g.activity_id = ANY (open_a)
                              UNION SELECT u.entity_id FROM store.used u WHERE u.activity_id = ANY (open_a));
  END IF;
  IF backwards THEN
    SELECT coalesce(array_agg(w.id) FILTER (WHERE NOT w.is_activity), '{}'), coalesce(array_agg(w.id) FILTER (WHERE w.is_activity), '{}')
      INTO back_e, back_a FROM store.provenance_one_way(start_e, start_a, false, deepest, with_members, most) w;
  END IF;
  all_e := back_e; all_a := back_a;
  IF forwards THEN
    SELECT all_e || coalesce(array_agg(w.id) FILTER (WHERE NOT w.is_activity AND w.id <> ALL (all_e)), '{}'),
           all_a || coalesce(array_agg(w.id) FILTER (WHERE w.is_activity AND w.id <> ALL (all_a)), '{}')
      INTO all_e, all_a FROM store.provenance_one_way(start_e, start_a, true, deepest, with_members, most) w;
  END IF;
  shown_e := ARRAY(SELECT e.id FROM store.entity e WHERE e.id = ANY (all_e)
    AND (e.collection_id IS NULL OR collections[e.collection_id])
    AND (e.owner IS NULL OR (e.owner = asking AND asking <> '') OR store.oversees() OR (e.owner = '' AND e.id = ANY (open_e))));
  shown_a := ARRAY(SELECT t.id FROM store.activity t WHERE t.id = ANY (all_a)
    AND (t.collection_id IS NULL OR collections[t.collection_id])
    AND (t.owner IS NULL OR (t.owner = asking AND asking <> '') OR store.oversees() OR (t.owner = '' AND t.id = ANY (open_a))));
  IF forwards THEN
    SELECT back_e || coalesce(array_agg(b.id) FILTER (WHERE NOT b.is_activity), '{}'), back_a || coalesce(array_agg(b.id) FILTER (WHERE b.is_activity), '{}')
      INTO back_e, back_a
      FROM store.provenance_bridges(shown_e, shown_a, ARRAY(SELECT x FROM unnest(all_e) x WHERE x <> ALL (shown_e) AND x <> ALL (back_e)),
                                    ARRAY(SELECT x FROM unnest(all_a) x WHERE x <> ALL (shown_a) AND x <> ALL (back_a))) b;
  END IF;
  -- Activities first, then entities as they were found: what is cut off at the end is what is farthest.
  RETURN QUERY
    SELECT n.is_activity, n.x, CASE WHEN n.is_shown THEN NULL ELSE store.hidden_name(n.x) END FROM (
      SELECT true AS is_activity, x, place, x = ANY (shown_a) AS is_shown, x = ANY (back_a) AS is_kept FROM unnest(all_a) WITH ORDINALITY u (x, place)
      UNION ALL SELECT false, x, place, x = ANY (shown_e), x = ANY (back_e) FROM unnest(all_e) WITH ORDINALITY u (x, place)) n
    WHERE n.is_shown OR n.is_kept ORDER BY n.is_activity DESC, n.place;
END $$;

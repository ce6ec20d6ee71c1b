#include <string>

#include "catalog/ingest/merge.hpp"

namespace catalog::ingest {

namespace {

// The staged runs with what their provenance is made of. Instants of MJD 40587 are 1970-01-01.
constexpr char const* runs_sql =
    "CREATE TEMP TABLE stage_origin ON COMMIT DROP AS "
    "SELECT o.id, o.did, o.obs_id, o.object, o.telescop, o.n_tels, o.tellist, o.alt_pnt, c.id AS "
    "collection_id, "
    "c.name AS collection, 'ivo://' || c.authority || '/' || c.name AS base, "
    "to_timestamp((o.t_min - 40587) * 86400) AS began, to_timestamp((o.t_max - 40587) * 86400) AS ended, "
    "p.id AS processing_id, p.fingerprint AS processing_key, p.creator, p.version, "
    "coalesce(p.simulated, false) AS simulated, coalesce(p.origin, c.creator) AS organisation, "
    "'organisation:' || trim(BOTH '-' FROM regexp_replace(lower(coalesce(p.origin, c.creator)), "
    "'[^a-z0-9]+', '-', "
    "'g')) AS agent_id, j.name AS project, o.array_configuration_id "
    "FROM pg_temp.stage_observation s JOIN store.observation o ON o.collection_id = $1 AND o.obs_id = "
    "s.obs_id "
    "JOIN store.collection c ON c.id = o.collection_id LEFT JOIN store.processing p ON p.id = "
    "o.processing_id "
    "LEFT JOIN store.project j ON j.id = o.project_id";

constexpr char const* statements[] = {
    "INSERT INTO store.entity (id, name, entity_type, location, obs_collection, obs_id, obs_publisher_did, "
    "file_name, "
    "hdu, content_type, size_bytes, sha256, datasum, mtime, collection_id) SELECT s.did, 'run ' || s.obs_id "
    "|| "
    "' events', 'DL3', f.path, s.collection, s.obs_id, s.did, regexp_replace(f.path, '^.*/', ''), h.name, "
    "f.media_type, f.size_bytes, f.sha256, h.datasum, f.mtime, s.collection_id FROM pg_temp.stage_origin s "
    "JOIN store.observation_hdu x ON x.observation_id = s.id AND x.role = 'events' "
    "JOIN store.hdu h ON h.id = x.hdu_id JOIN store.file f ON f.id = h.file_id ORDER BY s.did "
    "ON CONFLICT (id) DO UPDATE SET location = excluded.location, file_name = excluded.file_name, hdu = "
    "excluded.hdu, "
    "content_type = excluded.content_type, size_bytes = excluded.size_bytes, sha256 = excluded.sha256, "
    "datasum = excluded.datasum, mtime = excluded.mtime, collection_id = excluded.collection_id, "
    "invalidated_time = NULL, invalidated_reason = NULL",

    // What a changed run said before is taken back, after jobs that used it were given the version they used.
    "DELETE FROM store.activity a USING pg_temp.stage_origin s "
    "WHERE a.id IN (s.did || '#observation', s.did || '#reconstruction')",

    "INSERT INTO store.agent (id, name, type) SELECT DISTINCT ON (agent_id) agent_id, organisation, "
    "'Organization' "
    "FROM pg_temp.stage_origin WHERE agent_id IS NOT NULL ORDER BY agent_id, organisation ON CONFLICT (id) "
    "DO NOTHING",

    "INSERT INTO store.activity_description (id, name, version, description, type) SELECT DISTINCT "
    "'reconstruction/' || p.fingerprint, 'reconstruction', coalesce(p.ana_ver, p.version, p.dst_ver), "
    "'From raw data to event lists, by ' || coalesce(p.creator, 'an unnamed program'), 'Reconstruction' "
    "FROM pg_temp.stage_origin s JOIN store.processing p ON p.id = s.processing_id ON CONFLICT (id) DO "
    "NOTHING",

    "INSERT INTO store.activity (id, name, start_time, stop_time, collection_id) SELECT did || "
    "'#observation', "
    "CASE WHEN simulated THEN 'simulation' ELSE 'observation' END, began, ended, collection_id "
    "FROM pg_temp.stage_origin",

    "INSERT INTO store.activity (id, name, software, version, description_id, collection_id) "
    "SELECT did || '#reconstruction', 'reconstruction', creator, version, 'reconstruction/' || "
    "processing_key, "
    "collection_id FROM pg_temp.stage_origin",

    "INSERT INTO store.was_informed_by (activity_id, informant_id, reason) "
    "SELECT did || '#reconstruction', did || '#observation', 'raw data' FROM pg_temp.stage_origin",

    "INSERT INTO store.was_generated_by (entity_id, activity_id, role, type) "
    "SELECT did, did || '#reconstruction', 'events', 'Main' FROM pg_temp.stage_origin "
    "ON CONFLICT (entity_id) DO UPDATE SET activity_id = excluded.activity_id",

    "INSERT INTO store.was_associated_with (activity_id, agent_id, role) SELECT did || part, agent_id, "
    "'Creator' "
    "FROM pg_temp.stage_origin, unnest(ARRAY['#observation', '#reconstruction']) AS part WHERE agent_id IS "
    "NOT NULL",
    "INSERT INTO store.was_attributed_to (entity_id, agent_id, role) SELECT did, agent_id, 'Creator' "
    "FROM pg_temp.stage_origin WHERE agent_id IS NOT NULL ON CONFLICT DO NOTHING",

    "INSERT INTO store.parameter (activity_id, position, name, value, origin) SELECT s.did || "
    "'#reconstruction', "
    "row_number() OVER (PARTITION BY s.did ORDER BY v.place), v.name, v.value, 'derived' "
    "FROM pg_temp.stage_origin s JOIN store.processing p ON p.id = s.processing_id, LATERAL (VALUES "
    "(1, 'EV_CLASS', p.ev_class), (2, 'EVENT_TYPE', p.event_type), (3, 'DST_VER', p.dst_ver), "
    "(4, 'CAL_VER', p.cal_ver), (5, 'ANA_VER', p.ana_ver), (6, 'CONFIG', p.config), (7, 'CALDB', p.caldb)) "
    "AS v (place, name, value) WHERE v.value IS NOT NULL",

    // The conditions of the observation: weather (context), telescopes and project (setup).
    "DELETE FROM store.entity e USING pg_temp.stage_origin s WHERE e.id = s.did || '#ambient'",
    "INSERT INTO store.entity (id, name, entity_type, obs_collection, obs_id, attributes, collection_id) "
    "SELECT s.did || '#ambient', 'conditions of run ' || s.obs_id, 'ambient', s.collection, s.obs_id, "
    "jsonb_strip_nulls(to_jsonb(a) - 'observation_id'), s.collection_id "
    "FROM pg_temp.stage_origin s JOIN store.ambient_conditions a ON a.observation_id = s.id",
    "INSERT INTO store.used (activity_id, entity_id, role, type) SELECT s.did || '#observation', e.id, "
    "'ambient', "
    "'Context' FROM pg_temp.stage_origin s JOIN store.entity e ON e.id = s.did || '#ambient'",

    "INSERT INTO store.entity (id, name, entity_type, attributes, collection_id) SELECT DISTINCT "
    "s.base || '#array-configuration-' || a.id, a.name, 'array configuration', "
    "jsonb_strip_nulls(jsonb_build_object("
    "'array', t.name, 'instrument', a.instrument_name, 'mean_fov_deg', a.mean_fov, 'pointing_mode', "
    "a.pointing_mode, "
    "'telescopes', (SELECT jsonb_agg(jsonb_build_object('number', x.number, 'name', x.name) ORDER BY "
    "x.number) "
    "FROM store.array_configuration_telescope m JOIN store.telescope x ON x.id = m.telescope_id "
    "WHERE m.array_configuration_id = a.id))), s.collection_id FROM pg_temp.stage_origin s "
    "JOIN store.array_configuration a ON a.id = s.array_configuration_id "
    "JOIN store.telescope_array t ON t.id = a.telescope_array_id "
    "ON CONFLICT (id) DO UPDATE SET attributes = excluded.attributes",
    "INSERT INTO store.used (activity_id, entity_id, role, type) SELECT s.did || '#observation', "
    "s.base || '#array-configuration-' || s.array_configuration_id, 'array', 'Setup' FROM "
    "pg_temp.stage_origin s "
    "WHERE s.array_configuration_id IS NOT NULL",

    "INSERT INTO store.entity (id, name, entity_type, collection_id) SELECT DISTINCT s.base || '#project-' "
    "|| "
    "s.project, s.project, 'project', s.collection_id FROM pg_temp.stage_origin s WHERE s.project IS NOT "
    "NULL "
    "ON CONFLICT (id) DO NOTHING",
    "INSERT INTO store.used (activity_id, entity_id, role, type) SELECT s.did || '#observation', "
    "s.base || '#project-' || s.project, 'project', 'Setup' FROM pg_temp.stage_origin s WHERE s.project IS "
    "NOT NULL",
};

}  // namespace

void merge_provenance(pg::Connection& database, std::int64_t collection_id) {
  database.run(runs_sql, {std::to_string(collection_id)});
  database.run("ANALYZE pg_temp.stage_origin");
  for (char const* sql : statements) database.run(sql);
}

}  // namespace catalog::ingest

#include <array>

#include "catalog/ingest/merge.hpp"
#include "catalog/pg/array.hpp"
#include "engine/base/text.hpp"

namespace catalog::ingest {

namespace {

constexpr std::array<char const*, 56> observation_columns{
    "obs_id",      "did",          "fingerprint",  "telescop",       "instrume",       "observer",
    "proposal_id", "object",       "target_key",   "ra_obj",         "dec_obj",        "obs_mode",
    "radecsys",    "equinox",      "ra_pnt",       "dec_pnt",        "glon_pnt",       "glat_pnt",
    "alt_pnt",     "az_pnt",       "zen_pnt",      "mjdrefi",        "mjdreff",        "timesys",
    "timeref",     "tstart",       "tstop",        "date_obs",       "time_obs",       "date_end",
    "time_end",    "t_min",        "t_max",        "t_resolution",   "t_intervals",    "telapse",
    "ontime",      "livetime",     "deadc",        "s_ra",           "s_dec",          "s_fov",
    "s_region",    "s_resolution", "s_ref_energy", "s_ref_oaa",      "em_res_power",   "em_ref_energy",
    "em_ref_oaa",  "energy_min",   "energy_max",   "safe_energy_lo", "safe_energy_hi", "event_count",
    "n_tels",      "tellist"};
constexpr std::array<char const*, 8> more_observation_columns{"conv_dep",      "tracking_mode", "scan_mode",
                                                              "pointing_mode", "analysis_mode", "geolon",
                                                              "geolat",        "altitude"};

std::string observation_sql() {
  std::string columns, staged, assignments;
  auto const add = [&](std::string const& column) {
    columns += column + ", ";
    staged += "s." + column + ", ";
    assignments += column + " = excluded." + column + ", ";
  };
  for (char const* column : observation_columns) add(column);
  for (char const* column : more_observation_columns) add(column);
  return "INSERT INTO store.observation (" + columns +
         "collection_id, processing_id, project_id, array_configuration_id) SELECT " + staged +
         "$1, p.id, j.id, a.id FROM pg_temp.stage_observation s "
         "LEFT JOIN store.processing p ON p.fingerprint = s.processing_key "
         "LEFT JOIN store.project j ON j.name = s.project_name "
         "LEFT JOIN pg_temp.stage_array a ON a.key = s.array_key "
         "ON CONFLICT (collection_id, obs_id) DO UPDATE SET " +
         assignments +
         "processing_id = excluded.processing_id, project_id = excluded.project_id, "
         "array_configuration_id = excluded.array_configuration_id, updated = now()";
}

// A file with other bytes loses its HDUs, and with them headers and the links of runs: all runs that use it
// are staged anew.
constexpr char const* changed_files_sql =
    "DELETE FROM store.hdu h USING store.file f, pg_temp.stage_file s WHERE h.file_id = f.id "
    "AND f.collection_id = $1 AND f.path = s.path AND f.sha256 IS DISTINCT FROM s.sha256";
constexpr char const* files_sql =
    "INSERT INTO store.file (collection_id, path, media_type, size_bytes, sha256, mtime, checked) "
    "SELECT $1, path, media_type, size_bytes, sha256, mtime, now() FROM pg_temp.stage_file "
    "ON CONFLICT (collection_id, path) DO UPDATE SET media_type = excluded.media_type, "
    "size_bytes = excluded.size_bytes, sha256 = excluded.sha256, mtime = excluded.mtime, checked = now()";
constexpr char const* touched_sql =
    "UPDATE store.file f SET size_bytes = s.size_bytes, sha256 = s.sha256, mtime = s.mtime, checked = now() "
    "FROM pg_temp.stage_touched s WHERE f.collection_id = $1 AND f.path = s.path";
constexpr char const* processing_sql =
    "INSERT INTO store.processing (fingerprint, creator, version, origin, ev_class, event_type, dst_ver, "
    "cal_ver, "
    "ana_ver, config, caldb, simulated) SELECT fingerprint, creator, version, origin, ev_class, event_type, "
    "dst_ver, "
    "cal_ver, ana_ver, config, caldb, simulated FROM pg_temp.stage_processing ON CONFLICT (fingerprint) DO "
    "NOTHING";
constexpr char const* projects_sql =
    "INSERT INTO store.project (name) SELECT DISTINCT project_name FROM pg_temp.stage_observation "
    "WHERE project_name IS NOT NULL ON CONFLICT (name) DO NOTHING";
constexpr char const* hdus_sql =
    "INSERT INTO store.hdu (file_id, number, name, version, hdu_type, hdu_class, hduclass, hdudoc, hduvers, "
    "hduclas1, "
    "hduclas2, hduclas3, hduclas4, n_rows, size_bytes, datasum, checksum) SELECT f.id, s.number, s.name, "
    "s.version, "
    "s.hdu_type, s.hdu_class, s.hduclass, s.hdudoc, s.hduvers, s.hduclas1, s.hduclas2, s.hduclas3, "
    "s.hduclas4, "
    "s.n_rows, s.size_bytes, s.datasum, s.checksum FROM pg_temp.stage_hdu s "
    "JOIN store.file f ON f.collection_id = $1 AND f.path = s.path ON CONFLICT (file_id, number) DO UPDATE "
    "SET "
    "name = excluded.name, version = excluded.version, hdu_type = excluded.hdu_type, "
    "hdu_class = excluded.hdu_class, hduclass = excluded.hduclass, hdudoc = excluded.hdudoc, "
    "hduvers = excluded.hduvers, hduclas1 = excluded.hduclas1, hduclas2 = excluded.hduclas2, "
    "hduclas3 = excluded.hduclas3, hduclas4 = excluded.hduclas4, n_rows = excluded.n_rows, "
    "size_bytes = excluded.size_bytes, datasum = excluded.datasum, checksum = excluded.checksum";

// $1 collection. Everything that hangs on a staged run is made anew.
constexpr char const* forget_sql[] = {
    "DELETE FROM store.observation_hdu x USING store.observation o, pg_temp.stage_observation s "
    "WHERE x.observation_id = o.id AND o.collection_id = $1 AND o.obs_id = s.obs_id",
    "DELETE FROM store.gti x USING store.observation o, pg_temp.stage_observation s "
    "WHERE x.observation_id = o.id AND o.collection_id = $1 AND o.obs_id = s.obs_id",
    "DELETE FROM store.ambient_conditions x USING store.observation o, pg_temp.stage_observation s "
    "WHERE x.observation_id = o.id AND o.collection_id = $1 AND o.obs_id = s.obs_id",
    "DELETE FROM store.header x USING store.hdu h, store.file f, (SELECT DISTINCT path, number FROM "
    "pg_temp.stage_header) s WHERE x.hdu_id = h.id AND h.number = s.number AND h.file_id = f.id "
    "AND f.collection_id = $1 AND f.path = s.path"};
constexpr char const* add_sql[] = {
    "INSERT INTO store.observation_hdu (observation_id, hdu_id, role) SELECT DISTINCT o.id, h.id, s.role "
    "FROM pg_temp.stage_observation_hdu s JOIN store.observation o ON o.collection_id = $1 AND o.obs_id = "
    "s.obs_id "
    "JOIN store.file f ON f.collection_id = $1 AND f.path = s.path "
    "JOIN store.hdu h ON h.file_id = f.id AND h.number = s.number",
    "INSERT INTO store.gti (observation_id, position, start_met, stop_met, t_start, t_stop) "
    "SELECT o.id, s.position, s.start_met, s.stop_met, s.t_start, s.t_stop FROM pg_temp.stage_gti s "
    "JOIN store.observation o ON o.collection_id = $1 AND o.obs_id = s.obs_id",
    "INSERT INTO store.ambient_conditions (observation_id, muoneff, brokpix, airtemp, pressure, relhum, "
    "nsblevel, "
    "transparency, trgrate, zttrgrate, quality, weather) SELECT o.id, s.muoneff, s.brokpix, s.airtemp, "
    "s.pressure, "
    "s.relhum, s.nsblevel, s.transparency, s.trgrate, s.zttrgrate, s.quality, s.weather FROM "
    "pg_temp.stage_ambient s "
    "JOIN store.observation o ON o.collection_id = $1 AND o.obs_id = s.obs_id",
    "INSERT INTO store.header (hdu_id, position, keyword, text_value, number_value, comment) "
    "SELECT h.id, s.position, s.keyword, s.text_value, s.number_value, s.comment FROM pg_temp.stage_header s "
    "JOIN store.file f ON f.collection_id = $1 AND f.path = s.path "
    "JOIN store.hdu h ON h.file_id = f.id AND h.number = s.number"};

constexpr char const* orphans_sql =
    "DELETE FROM store.file f WHERE f.collection_id = $1 AND NOT EXISTS (SELECT FROM store.hdu h "
    "JOIN store.observation_hdu x ON x.hdu_id = h.id WHERE h.file_id = f.id) AND NOT EXISTS "
    "(SELECT FROM store.product p WHERE p.file_id = f.id)";

}  // namespace

void merge_runs(Staging& staging, std::int64_t collection_id) {
  staging.flush();
  pg::Connection& database = staging.database();
  std::string const id = std::to_string(collection_id);
  for (char const* table : {"observation", "file", "hdu", "observation_hdu", "header", "gti"})
    database.run(std::string("ANALYZE pg_temp.stage_") + table);
  database.run(changed_files_sql, {id});
  database.run(files_sql, {id});
  database.run(touched_sql, {id});
  database.run(processing_sql);
  database.run(projects_sql);
  database.run(hdus_sql, {id});
  database.run(observation_sql(), {id});
  for (char const* sql : forget_sql) database.run(sql, {id});
  for (char const* sql : add_sql) database.run(sql, {id});
}

void remove_runs(pg::Connection& database, std::int64_t collection_id,
                 std::vector<std::string> const& obs_ids) {
  std::string const id = std::to_string(collection_id);
  if (!obs_ids.empty()) {
    std::string const ids = pg::array_text(obs_ids);
    database.run(
        "UPDATE store.entity e SET invalidated_time = now(), invalidated_reason = 'the run is no longer in "
        "its set' "
        "FROM store.observation o WHERE e.id = o.did AND o.collection_id = $1 AND o.obs_id = ANY($2::text[])",
        {id, ids});
    database.run("DELETE FROM store.observation WHERE collection_id = $1 AND obs_id = ANY($2::text[])",
                 {id, ids});
  }
  database.run(orphans_sql, {id});
}

}  // namespace catalog::ingest

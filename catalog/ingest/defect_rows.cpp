#include "catalog/ingest/defect_rows.hpp"

#include "catalog/ingest/file_facts.hpp"
#include "catalog/ingest/found_runs.hpp"

namespace catalog::ingest {

namespace {

constexpr char const* key =
    "md5(ROW({}.severity, {}.code, {}.file_name, {}.hdu_name, {}.place, {}.obs_id, {}.message, "
    "{}.occurrences)::text)";

std::string key_of(std::string const& alias) {
  std::string out = key;
  for (std::size_t at = out.find("{}"); at != out.npos; at = out.find("{}", at)) out.replace(at, 2, alias);
  return out;
}

constexpr char const* outside_sql =
    " AND (d.obs_id IN (SELECT obs_id FROM pg_temp.stage_observation) OR (d.obs_id IS NULL AND (d.file_name "
    "IN "
    "(SELECT path FROM pg_temp.stage_file) OR NOT EXISTS (SELECT FROM store.file f WHERE f.collection_id = "
    "$1 "
    "AND f.path = d.file_name))))";

}  // namespace

void stage_defects(engine::CheckReport const& report, std::string const& root, Staging& staging) {
  for (engine::Defect const& defect : report.defects) {
    StagedRow row;
    row.set("severity", std::string(engine::word_of(defect.severity))).set("code", defect.code);
    row.set("file_name", defect.file.empty() ? std::string() : path_below(root, spelt_once(defect.file)));
    row.set("hdu_name", defect.hdu).set("place", defect.keyword_or_column);
    row.set("obs_id", defect.obs_id ? std::optional(std::to_string(*defect.obs_id)) : std::nullopt);
    row.set("message", defect.message).set("remedy", defect.remedy).set("clause", defect.clause);
    row.set("occurrences", static_cast<std::int64_t>(std::max<std::uint64_t>(defect.count, 1)));
    staging.add("stage_defect", row);
    staging.flush_if_full();
  }
}

void merge_defects(Staging& staging, std::int64_t collection_id, std::int64_t ingest_id, CheckedPart part) {
  staging.flush();
  pg::Connection& database = staging.database();
  std::string const id = std::to_string(collection_id);
  database.run("ANALYZE pg_temp.stage_defect");
  std::string const gone =
      "DELETE FROM store.defect d WHERE d.collection_id = $1 AND NOT EXISTS (SELECT FROM "
      "pg_temp.stage_defect s WHERE " +
      key_of("s") + " = " + key_of("d") + ")";
  database.run(part == CheckedPart::all ? gone : gone + outside_sql, {id});
  database.run(
      "INSERT INTO store.defect (severity, code, file_name, hdu_name, place, obs_id, message, remedy, "
      "clause, "
      "occurrences, collection_id, observation_id, file_id, ingest_id) SELECT DISTINCT ON (" +
          key_of("s") +
          ") "
          "s.severity, s.code, s.file_name, s.hdu_name, s.place, s.obs_id, s.message, s.remedy, s.clause, "
          "s.occurrences, "
          "$1::int, o.id, f.id, $2::bigint FROM pg_temp.stage_defect s "
          "LEFT JOIN store.observation o ON o.collection_id = $1 AND o.obs_id = s.obs_id "
          "LEFT JOIN store.file f ON f.collection_id = $1 AND f.path = s.file_name WHERE NOT EXISTS (SELECT "
          "FROM "
          "store.defect d WHERE d.collection_id = $1 AND " +
          key_of("d") + " = " + key_of("s") + ")",
      {id, std::to_string(ingest_id)});
  database.run(
      "UPDATE store.defect d SET observation_id = o.id FROM store.observation o WHERE d.collection_id = $1 "
      "AND d.observation_id IS NULL AND o.collection_id = $1 AND o.obs_id = d.obs_id",
      {id});
}

std::int64_t count_defects(pg::Connection& database, std::int64_t collection_id) {
  return database
      .run("SELECT count(*) FROM store.defect WHERE collection_id = $1", {std::to_string(collection_id)})
      .integer(0, 0);
}

}  // namespace catalog::ingest

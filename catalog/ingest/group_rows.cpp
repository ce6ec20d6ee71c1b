#include "catalog/ingest/collection_rows.hpp"
#include "catalog/ingest/observation_row.hpp"
#include "catalog/pg/array.hpp"

namespace catalog::ingest {

namespace {

constexpr char const* upsert_sql =
    "INSERT INTO store.observation_group AS g (collection_id, name, title, description) VALUES ($1, $2, $3, "
    "$4) "
    "ON CONFLICT (collection_id, name) DO UPDATE SET title = excluded.title, description = "
    "excluded.description "
    "WHERE (g.title, g.description) IS DISTINCT FROM (excluded.title, excluded.description)";
constexpr char const* gone_sql =
    "DELETE FROM store.observation_group WHERE collection_id = $1 AND NOT name = ANY($2::text[])";
constexpr char const* leave_sql =
    "DELETE FROM store.observation_group_observation m USING store.observation_group g, store.observation o "
    "WHERE g.collection_id = $1 AND m.observation_group_id = g.id AND o.id = m.observation_id AND NOT EXISTS "
    "(SELECT FROM pg_temp.stage_member s WHERE s.name = g.name AND s.obs_id = o.obs_id)";
constexpr char const* join_sql =
    "INSERT INTO store.observation_group_observation (observation_group_id, observation_id) "
    "SELECT g.id, o.id FROM pg_temp.stage_member s "
    "JOIN store.observation_group g ON g.collection_id = $1 AND g.name = s.name "
    "JOIN store.observation o ON o.collection_id = $1 AND o.obs_id = s.obs_id ON CONFLICT DO NOTHING";

std::optional<std::string> or_null(std::string const& text) {
  return text.empty() ? std::nullopt : std::optional(storable(text));
}

}  // namespace

bool store_groups(Staging& staging, Collection const& collection, std::int64_t collection_id) {
  pg::Connection& database = staging.database();
  std::string const id = std::to_string(collection_id);
  std::vector<std::string> names;
  std::int64_t changes = 0;
  for (RunGroup const& group : collection.groups) {
    names.push_back(group.name);
    changes += database.run(upsert_sql, {id, group.name, or_null(group.title), or_null(group.description)})
                   .affected();
    for (std::int64_t const run : group.members.ids)
      staging.add("stage_member", StagedRow().set("name", group.name).set("obs_id", std::to_string(run)));
    for (std::string const& target : group.members.targets) {
      pg::Result const runs =
          database.run("SELECT obs_id FROM store.observation WHERE collection_id = $1 AND target_key = $2",
                       {id, target_key(target)});
      for (std::size_t i = 0; i < runs.rows(); ++i)
        staging.add("stage_member", StagedRow().set("name", group.name).set("obs_id", runs.text(i, 0)));
    }
  }
  staging.flush();
  changes += database.run(gone_sql, {id, pg::array_text(names)}).affected();
  changes += database.run(leave_sql, {id}).affected();
  changes += database.run(join_sql, {id}).affected();
  return changes > 0;
}

}  // namespace catalog::ingest

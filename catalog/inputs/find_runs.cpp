#include "catalog/inputs/find_runs.hpp"

#include "catalog/pg/array.hpp"

namespace catalog {

namespace {

// The rights are arrays fetched once for a statement (catalog/schema/rights.sql): asking for each of ten
// thousand runs would cost more than everything else.
constexpr auto rights = R"(
WITH rights AS MATERIALIZED (SELECT store.visible_collections() AS visible, store.readable_collections() AS readable,
  nullif(current_setting('distill.user', true), '') AS asking))";

constexpr auto collections_sql = R"(
SELECT c.id, c.name, c.id = ANY (rights.readable) FROM store.collection c, rights
WHERE coalesce(rights.visible[c.id], false) ORDER BY c.name)";

constexpr auto run_columns = "o.id, d.obs_collection, o.obs_id, o.collection_id = ANY (rights.readable)";

constexpr auto known_runs = R"(
JOIN store.dataset d ON d.observation_id = o.id CROSS JOIN rights
WHERE coalesce(rights.visible[o.collection_id], false) AND (d.owner IS NULL OR d.owner = rights.asking))";

std::string const by_id_sql = std::string(rights) + "SELECT " + run_columns + R"(, w.n
FROM unnest($1::text[]) WITH ORDINALITY AS w (obs_id, n) JOIN store.observation o ON o.obs_id = w.obs_id )" +
                              known_runs + R"(
AND ($2::int[] IS NULL OR o.collection_id = ANY ($2)) ORDER BY w.n, d.obs_collection)";

std::string const of_collection_sql = std::string(rights) + "SELECT " + run_columns + R"(, w.n
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS w (collection, obs_id, n)
  JOIN store.collection c ON c.name = w.collection
  JOIN store.observation o ON o.collection_id = c.id AND o.obs_id = w.obs_id )" +
                                      known_runs;

std::string const all_sql = std::string(rights) + "SELECT " + run_columns + " FROM store.observation o " +
                            known_runs +
                            R"(
AND o.collection_id = ANY ($1::int[]) ORDER BY d.obs_collection, o.obs_number, o.obs_id LIMIT $2)";

std::string const dids_sql = std::string(rights) + R"(
SELECT w.n, d.observation_id, d.obs_collection, d.obs_id, d.owner = rights.asking OR d.collection_id = ANY (rights.readable),
  d.kind, coalesce(d.obs_title, d.obs_id), d.local_path, d.file_format, f.sha256, f.size_bytes,
  (extract(epoch FROM f.mtime) * 1000)::bigint
FROM unnest($1::text[]) WITH ORDINALITY AS w (did, n) JOIN store.dataset d ON d.obs_publisher_did = w.did
  CROSS JOIN rights LEFT JOIN store.product p ON p.id = d.product_id LEFT JOIN store.file f ON f.id = p.file_id
WHERE coalesce(rights.visible[d.collection_id], false) AND (d.owner IS NULL OR d.owner = rights.asking))";

FoundRun run_at(pg::Result const& rows, std::size_t row) {
  return {rows.integer(row, 0), rows.text(row, 1), rows.text(row, 2), rows.boolean(row, 3)};
}

std::string text_or_empty(pg::Result const& rows, std::size_t row, std::size_t column) {
  return std::string(rows.cell(row, column).value_or(""));
}

FoundDataset dataset_at(pg::Result const& rows, std::size_t row) {
  FoundDataset found{.readable = rows.cell(row, 4).value_or("f") == "t"};
  if (rows.cell(row, 1)) {
    found.run = FoundRun{rows.integer(row, 1), rows.text(row, 2), rows.text(row, 3), found.readable};
    return found;
  }
  found.kind = rows.text(row, 5);
  found.title = rows.text(row, 6);
  found.path = text_or_empty(rows, row, 7);
  found.media_type = text_or_empty(rows, row, 8);
  found.sha256 = text_or_empty(rows, row, 9);
  if (rows.cell(row, 10)) found.size = rows.integer(row, 10);
  if (rows.cell(row, 11)) found.changed_ms = rows.integer(row, 11);
  return found;
}

std::size_t place(pg::Result const& rows, std::size_t row, std::size_t column) {
  return static_cast<std::size_t>(rows.integer(row, column)) - 1;  // WITH ORDINALITY counts from 1
}

}  // namespace

std::vector<KnownCollection> known_collections(pg::Connection& as_the_user) {
  pg::Result const rows = as_the_user.run(std::string(rights) + collections_sql);
  std::vector<KnownCollection> known;
  for (std::size_t row = 0; row < rows.rows(); ++row)
    known.push_back({rows.text(row, 0), rows.text(row, 1), rows.boolean(row, 2)});
  return known;
}

std::vector<std::vector<FoundRun>> runs_by_id(pg::Connection& as_the_user,
                                              std::vector<std::string> const& obs_ids,
                                              std::optional<std::vector<std::string>> const& collections) {
  std::vector<std::vector<FoundRun>> found(obs_ids.size());
  if (obs_ids.empty()) return found;
  pg::Result const rows = as_the_user.run(
      by_id_sql,
      {pg::array_text(obs_ids), collections ? std::optional(pg::array_text(*collections)) : std::nullopt});
  for (std::size_t row = 0; row < rows.rows(); ++row) found[place(rows, row, 4)].push_back(run_at(rows, row));
  return found;
}

std::vector<std::optional<FoundRun>> runs_of_collections(pg::Connection& as_the_user,
                                                         std::vector<std::string> const& collections,
                                                         std::vector<std::string> const& obs_ids) {
  std::vector<std::optional<FoundRun>> found(obs_ids.size());
  if (obs_ids.empty()) return found;
  pg::Result const rows =
      as_the_user.run(of_collection_sql, {pg::array_text(collections), pg::array_text(obs_ids)});
  for (std::size_t row = 0; row < rows.rows(); ++row) found[place(rows, row, 4)] = run_at(rows, row);
  return found;
}

std::vector<std::optional<FoundDataset>> datasets_by_did(pg::Connection& as_the_user,
                                                         std::vector<std::string> const& dids) {
  std::vector<std::optional<FoundDataset>> found(dids.size());
  if (dids.empty()) return found;
  pg::Result const rows = as_the_user.run(dids_sql, {pg::array_text(dids)});
  for (std::size_t row = 0; row < rows.rows(); ++row) found[place(rows, row, 0)] = dataset_at(rows, row);
  return found;
}

std::vector<FoundRun> all_runs(pg::Connection& as_the_user, std::vector<std::string> const& collections,
                               std::size_t most) {
  std::vector<FoundRun> found;
  if (collections.empty()) return found;
  pg::Result const rows = as_the_user.run(all_sql, {pg::array_text(collections), std::to_string(most + 1)});
  for (std::size_t row = 0; row < rows.rows(); ++row) found.push_back(run_at(rows, row));
  return found;
}

}  // namespace catalog

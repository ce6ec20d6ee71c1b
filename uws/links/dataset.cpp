#include "uws/links/dataset.hpp"

#include <map>

#include "catalog/pg/array.hpp"
#include "engine/base/text.hpp"
#include "uws/http/percent.hpp"

namespace uws {

namespace {

using catalog::pg::Connection;
using catalog::pg::Result;

constexpr auto datasets_sql = R"(
SELECT w.did, store.may_read(w.did), d.kind, coalesce(d.obs_title, ''), d.obs_collection, d.observation_id, d.product_id,
  c.release_date <= now() OR (c.data_rights = 'public' AND c.release_date IS NULL),
  array_to_string(d.s_region, ' '), d.em_min, d.em_max, d.t_min, d.t_max,
  CASE WHEN EXISTS (SELECT 1 FROM store.product p WHERE p.id = d.product_id AND p.job_id IS NOT NULL) THEN d.prov_activity END
FROM unnest($1::text[]) WITH ORDINALITY AS w (did, n)
  LEFT JOIN store.dataset d ON d.obs_publisher_did = w.did LEFT JOIN store.collection c ON c.id = d.collection_id
ORDER BY w.n)";

constexpr auto run_files_sql = R"(
SELECT DISTINCT x.observation_id, x.role, c.name, f.path, f.url, f.media_type, f.size_bytes
FROM store.observation_hdu x JOIN store.hdu u ON u.id = x.hdu_id JOIN store.file f ON f.id = u.file_id
  JOIN store.collection c ON c.id = f.collection_id
WHERE x.observation_id = ANY ($1::bigint[]) ORDER BY 1, 2, 4)";

constexpr auto product_files_sql = R"(
SELECT p.id, p.kind, c.name, f.path, f.url, f.media_type, f.size_bytes
FROM store.product p JOIN store.file f ON f.id = p.file_id JOIN store.collection c ON c.id = f.collection_id
WHERE p.id = ANY ($1::bigint[]))";

constexpr auto derived_sql = R"(
SELECT x.observation_id, p.did, coalesce(p.title, p.name), p.kind, c.name, f.path, f.url, f.media_type, f.size_bytes
FROM store.product_observation x JOIN store.product p ON p.id = x.product_id JOIN store.collection c ON c.id = p.collection_id
  LEFT JOIN store.file f ON f.id = p.file_id
WHERE x.observation_id = ANY ($1::bigint[]) AND p.invalidated IS NULL
  AND coalesce((store.visible_collections())[p.collection_id], false)
  AND (p.owner IS NULL OR p.owner = nullif(current_setting('distill.user', true), ''))
  AND (f.media_type ~ '^image/(?!fits)' OR EXISTS (SELECT 1 FROM store.dataset d WHERE d.product_id = p.id))
ORDER BY 1, p.id LIMIT 10000)";

/// The pictures that the same job has made.
constexpr auto pictures_sql = R"(
SELECT p.id, q.did, coalesce(q.title, q.name), q.kind, c.name, f.path, f.url, f.media_type, f.size_bytes
FROM store.product p JOIN store.product q ON q.job_id = p.job_id AND q.id <> p.id AND q.invalidated IS NULL
  JOIN store.collection c ON c.id = q.collection_id JOIN store.file f ON f.id = q.file_id
WHERE p.id = ANY ($1::bigint[]) AND f.media_type ~ '^image/(?!fits)'
  AND coalesce((store.visible_collections())[q.collection_id], false)
  AND (q.owner IS NULL OR q.owner = nullif(current_setting('distill.user', true), ''))
ORDER BY 1, q.id LIMIT 1000)";

constexpr auto progenitors_sql = R"(
WITH rights AS MATERIALIZED (SELECT store.visible_collections() AS visible,
  nullif(current_setting('distill.user', true), '') AS asking)
SELECT product_id, did, title, n FROM (
  SELECT x.product_id, d.obs_publisher_did AS did, coalesce(d.obs_title, d.obs_id) AS title,
    count(*) OVER (PARTITION BY x.product_id) AS n,
    row_number() OVER (PARTITION BY x.product_id ORDER BY d.obs_collection, d.obs_number, d.obs_id) AS place
  FROM store.product_observation x JOIN store.dataset d ON d.observation_id = x.observation_id CROSS JOIN rights
  WHERE x.product_id = ANY ($1::bigint[]) AND coalesce(rights.visible[d.collection_id], false)
    AND (d.owner IS NULL OR d.owner = rights.asking)) all_of_them
WHERE place <= $2 ORDER BY product_id, place)";

std::string text_at(Result const& rows, std::size_t row, std::size_t column) {
  return std::string(rows.cell(row, column).value_or(""));
}

/// name, path, url, media_type, size_bytes from `column` on; nothing if there is no file.
std::optional<FileLink> file_at(Result const& rows, std::size_t row, std::size_t column) {
  if (!rows.cell(row, column + 1)) return std::nullopt;
  FileLink file{text_at(rows, row, column), text_at(rows, row, column + 1), text_at(rows, row, column + 2),
                text_at(rows, row, column + 3)};
  if (auto const size = rows.cell(row, column + 4)) file.bytes = engine::whole_number(*size);
  return file;
}

Dataset dataset_at(Result const& rows, std::size_t row) {
  Dataset dataset;
  dataset.did = rows.text(row, 0);
  dataset.known = rows.cell(row, 1).has_value();
  if (!dataset.known) return dataset;
  dataset.may_read = rows.text(row, 1) == "yes";
  dataset.kind = rows.text(row, 2);
  dataset.title = rows.text(row, 3);
  dataset.collection = rows.text(row, 4);
  dataset.is_run = rows.cell(row, 5).has_value();
  dataset.for_everybody = text_at(rows, row, 7) == "t";
  dataset.region = text_at(rows, row, 8);
  dataset.em_min = text_at(rows, row, 9);
  dataset.em_max = text_at(rows, row, 10);
  dataset.t_min = text_at(rows, row, 11);
  dataset.t_max = text_at(rows, row, 12);
  dataset.job_type = text_at(rows, row, 13);
  return dataset;
}

using Numbers = std::map<std::string, std::vector<Dataset*>>;  ///< by the id of the run or product

std::string keys_of(Numbers const& numbers) {
  std::vector<std::string> keys;
  for (auto const& [key, unused] : numbers) keys.emplace_back(key);
  return catalog::pg::array_text(keys);
}

template <class Add>
void for_each_row(Connection& connection, char const* sql, Numbers const& numbers, Add add,
                  catalog::pg::Parameters const& more = {}) {
  if (numbers.empty()) return;
  catalog::pg::Parameters parameters{keys_of(numbers)};
  parameters.insert(parameters.end(), more.begin(), more.end());
  Result const rows = connection.run(sql, parameters);
  for (std::size_t row = 0; row < rows.rows(); ++row)
    for (Dataset* dataset : numbers.at(rows.text(row, 0))) add(*dataset, rows, row);
}

void add_run_file(Dataset& dataset, Result const& rows, std::size_t row) {
  dataset.run_files.push_back({rows.text(row, 1), *file_at(rows, row, 2)});
  bool const events = dataset.run_files.back().role == "events";
  if (events && !dataset.file) dataset.file = dataset.run_files.back().file;
}

void add_product_file(Dataset& dataset, Result const& rows, std::size_t row) {
  dataset.file = file_at(rows, row, 2);
}

void add_derived(Dataset& dataset, Result const& rows, std::size_t row) {
  dataset.derived.push_back({rows.text(row, 1), rows.text(row, 2), rows.text(row, 3), file_at(rows, row, 4)});
}

void add_progenitor(Dataset& dataset, Result const& rows, std::size_t row) {
  dataset.progenitors.push_back({rows.text(row, 1), rows.text(row, 2)});
  dataset.all_progenitors = static_cast<std::size_t>(rows.integer(row, 3));
}

}  // namespace

std::vector<Dataset> find_datasets(Connection& connection, std::vector<std::string> const& dids) {
  Result const rows = connection.run(datasets_sql, {catalog::pg::array_text(dids)});
  std::vector<Dataset> found;
  for (std::size_t row = 0; row < rows.rows(); ++row) found.push_back(dataset_at(rows, row));
  Numbers runs, products;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    if (!found[row].known) continue;
    if (auto const run = rows.cell(row, 5)) runs[std::string(*run)].push_back(&found[row]);
    if (auto const product = rows.cell(row, 6)) products[std::string(*product)].push_back(&found[row]);
  }
  for_each_row(connection, run_files_sql, runs, add_run_file);
  for_each_row(connection, derived_sql, runs, add_derived);
  for_each_row(connection, product_files_sql, products, add_product_file);
  for_each_row(connection, pictures_sql, products, add_derived);
  for_each_row(connection, progenitors_sql, products, add_progenitor, {std::to_string(most_progenitors)});
  return found;
}

void set_asker(Connection& connection, std::string const& user, std::string const& base_url) {
  connection.run("SELECT set_config('distill.user', $1, false), set_config('distill.base_url', $2, false)",
                 {user, base_url});
}

std::string url_of(FileLink const& file, std::string const& base_url) {
  if (!file.url.empty()) return file.url;
  std::string url = base_url + "/files/" + http::percent_encoded(file.collection);
  for (std::string const& segment : engine::split(file.path, '/'))
    url += "/" + http::percent_encoded(segment);
  return url;
}

}  // namespace uws

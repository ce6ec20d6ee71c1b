#include "catalog/ingest/product_rows.hpp"

#include <algorithm>
#include <filesystem>

#include "catalog/ingest/file_facts.hpp"
#include "catalog/ingest/found_runs.hpp"
#include "catalog/ingest/observation_row.hpp"
#include "catalog/ingest/product_cells.hpp"
#include "catalog/pg/array.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/sha256.hpp"

namespace catalog::ingest {

namespace {

std::optional<std::string> or_null(std::string const& text) {
  return text.empty() ? std::nullopt : std::optional(storable(text));
}

/// Writes a row if it is new or other than what is there, and says which: nothing, "new", "changed".
std::string upsert(pg::Connection& database, std::string const& table, std::string const& key,
                   Cells const& cells, std::string const& guard = "true") {
  std::string columns, places, assignments, before, after;
  pg::Parameters values;
  for (auto const& [column, value] : cells) {
    std::string const comma = columns.empty() ? "" : ", ";
    values.push_back(value);
    columns += comma + column;
    places += comma + "$" + std::to_string(values.size());
    assignments += comma + column + " = excluded." + column;
    before += comma + "t." + column;
    after += comma + "excluded." + column;
  }
  pg::Result const done = database.run("INSERT INTO store." + table + " AS t (" + columns + ") VALUES (" +
                                           places + ") ON CONFLICT (" + key + ") DO UPDATE SET " +
                                           assignments + " WHERE " + guard + " AND ROW(" + before +
                                           ") IS DISTINCT FROM ROW(" + after + ") RETURNING (xmax = 0)::int",
                                       values);
  if (done.empty()) return "";
  return done.integer(0, 0) == 1 ? "new" : "changed";
}

/// Stores the file and gives its number; `change` hears of new bytes.
std::string store_file(pg::Connection& database, ProductContext const& context,
                       DeclaredProduct const& product, FileFacts const& file, std::string& change) {
  std::string const path = path_below(context.root, file.path), id = std::to_string(context.collection_id);
  change = upsert(database, "file", "collection_id, path",
                  {{"collection_id", id},
                   {"path", path},
                   {"media_type", media_type_of(product)},
                   {"size_bytes", std::to_string(file.stamp.bytes)},
                   {"sha256", file.sha256},
                   {"mtime", timestamp_text(file.stamp.changed_us)}});
  return database.run("SELECT id FROM store.file WHERE collection_id = $1 AND path = $2", {id, path})
      .text(0, 0);
}

struct StoredProduct {
  std::string id, change;
};

StoredProduct store_product(pg::Connection& database, ProductContext const& context, DeclaredProduct const& p,
                            std::string const& file_id) {
  std::string const id = std::to_string(context.collection_id), did = publisher_did(context.collection, p.id);
  std::string const change = upsert(database, "product", "collection_id, name",
                                    {{"collection_id", id},
                                     {"name", p.id},
                                     {"did", did},
                                     {"title", or_null(p.title)},
                                     {"level", std::to_string(p.data_level)},
                                     {"description", or_null(p.description)},
                                     {"bib_reference", or_null(p.bib_reference)},
                                     {"kind", p.dataproduct_type},
                                     {"file_id", file_id}},
                                    "t.job_id IS NULL AND t.owner IS NULL");
  pg::Result const stored =
      database.run("SELECT id FROM store.product WHERE collection_id = $1 AND name = $2", {id, p.id});
  return {stored.text(0, 0), change};
}

constexpr char const* entity_sql =
    "INSERT INTO store.entity (id, name, entity_type, location, obs_collection, obs_publisher_did, "
    "file_name, "
    "content_type, size_bytes, sha256, mtime, collection_id) VALUES ($1, $2, $3, $4, $5, $1, $6, $7, $8, $9, "
    "$10, $11) "
    "ON CONFLICT (id) DO UPDATE SET name = excluded.name, location = excluded.location, "
    "file_name = excluded.file_name, size_bytes = excluded.size_bytes, sha256 = excluded.sha256, "
    "mtime = excluded.mtime, invalidated_time = NULL, invalidated_reason = NULL";

pg::Result kind_of(pg::Connection& database, DeclaredProduct const& product) {
  pg::Result kind =
      database.run("SELECT * FROM store.product_kind WHERE kind = $1", {product.dataproduct_type});
  if (!kind.empty()) return kind;
  pg::Result const all = database.run("SELECT kind FROM store.product_kind ORDER BY kind");
  std::vector<std::string> words;
  for (std::size_t i = 0; i < all.rows(); ++i) words.push_back(all.text(i, 0));
  throw engine::Failure(engine::Fault::bad_request,
                        "product " + product.id + ": the type '" + product.dataproduct_type +
                            "' is unknown - known are " + engine::joined(words, ", "));
}

void store_one(pg::Connection& database, ProductContext const& context, DeclaredProduct const& product,
               IngestReport& report) {
  pg::Result const kind = kind_of(database, product);
  std::string const path = spelt_once(product.file);
  FileFacts const file{path, stamp_of(path), engine::sha256_of_file(path)};
  ProductValues const values = with_header_values(product);
  std::string file_change;
  std::string const file_id = store_file(database, context, product, file, file_change);
  StoredProduct const stored = store_product(database, context, product, file_id);
  std::string const dataset_change =
      upsert(database, "dataset", "product_id", dataset_cells(context, values, file, stored.id, kind));
  if (file_change.empty() && stored.change.empty() && dataset_change.empty()) {
    ++report.products_unchanged;
    return;
  }
  database.run(entity_sql, {publisher_did(context.collection, product.id), or_null(product.title),
                            "DL" + std::to_string(product.data_level), path_below(context.root, path),
                            context.collection.name, std::filesystem::path(path).filename().string(),
                            media_type_of(product), std::to_string(file.stamp.bytes), file.sha256,
                            timestamp_text(file.stamp.changed_us), std::to_string(context.collection_id)});
  (stored.change == "new" ? report.products_added : report.products_changed).push_back(product.id);
}

}  // namespace

void store_products(pg::Connection& database, ProductContext const& context, IngestReport& report) {
  std::vector<std::string> declared;
  for (DeclaredProduct const& product : context.collection.products) {
    declared.push_back(product.id);
    try {
      store_one(database, context, product, report);
    } catch (engine::Failure const& failure) {
      bool const of_the_file =
          failure.fault() == engine::Fault::missing_resource || failure.fault() == engine::Fault::bad_data;
      if (!of_the_file || !database.alive()) throw;
      report.problems.push_back({std::nullopt, "product " + product.id + ": " + failure.what()});
    }
  }
  pg::Result const gone = database.run(
      "DELETE FROM store.product WHERE collection_id = $1 AND job_id IS NULL AND owner IS NULL "
      "AND NOT name = ANY($2::text[]) RETURNING name",
      {std::to_string(context.collection_id), pg::array_text(declared)});
  for (std::size_t i = 0; i < gone.rows(); ++i) report.products_removed.push_back(gone.text(i, 0));
}

}  // namespace catalog::ingest

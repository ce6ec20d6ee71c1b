#include "catalog/publication/publish.hpp"

#include "catalog/pg/transaction.hpp"
#include "catalog/publication/product_rows.hpp"
#include "catalog/publication/published_file.hpp"
#include "engine/base/failure.hpp"
#include "engine/io/sha256.hpp"
#include "jobs/job_directory.hpp"

namespace catalog {

namespace fs = std::filesystem;

namespace {

using engine::Failure;
using engine::Fault;

void check(Publication const& p) {
  if (!jobs::is_safe_name(p.collection))
    throw Failure(Fault::bad_request,
                  "'" + p.collection + "' is no name of a collection - letters, digits, '.', '_' and '-'");
  if (p.did.empty() || !jobs::is_safe_name(p.job_id))
    throw Failure(Fault::internal, "a product without an identifier or without its job");
  std::error_code error;
  if (!fs::is_regular_file(p.file, error))
    throw Failure(Fault::missing_resource,
                  "the product is not there any more: " + p.file.filename().string());
}

/// The name must not be that of another product.
void check_name(pg::Connection& database, ProductPlace const& place, Publication const& p) {
  if (!database
           .run("SELECT 1 FROM store.product WHERE collection_id = $1 AND name = $2 AND did <> $3",
                {place.collection_id, p.name, p.did})
           .empty())
    throw Failure(Fault::bad_request, "the collection " + p.collection + " has another product called " +
                                          p.name + " - choose another name");
}

}  // namespace

PublishedProduct publish(pg::Connection& database, fs::path const& products, Publication const& publication) {
  Publication p = publication;
  check(p);
  if (p.name.empty()) p.name = p.job_id + "-" + p.result_id;
  if (p.sha256.empty()) p.sha256 = engine::sha256_of_file(p.file.string());
  ProductFile const file = describe_product(p.file, p.media_type);
  if (p.kind.empty()) p.kind = file.kind;

  pg::Transaction transaction(database);
  std::vector<std::string> const runs = run_numbers(database, p.runs);
  ProductPlace place = product_collection(database, products, p);
  check_name(database, place, p);
  place.path = p.job_id + "/" + jobs::safe_name(p.file.filename().string());
  std::string const number = store_product(database, place, p, file, runs);
  bool const was_there = fs::exists(place.file());
  keep_file(p.file, place.file());
  try {
    transaction.commit();
  } catch (...) {
    if (!was_there) drop_file(place.file(), products);
    throw;
  }
  return {std::stoll(number), p.did, p.collection, p.name, place.file()};
}

bool release_product(pg::Connection& database, std::string const& did) {
  pg::Transaction transaction(database);
  auto const product = database.run(
      "UPDATE store.product SET owner = NULL WHERE did = $1 AND invalidated IS NULL RETURNING id", {did});
  if (product.empty()) return false;
  database.run(
      "UPDATE store.dataset d SET owner = NULL, data_rights = c.data_rights, obs_release_date = now() "
      "FROM store.collection c WHERE c.id = d.collection_id AND d.product_id = $1",
      {product.text(0, 0)});
  database.run("UPDATE store.entity SET owner = NULL WHERE id = $1", {did});
  transaction.commit();
  return true;
}

bool withdraw_product(pg::Connection& database, std::string const& did, std::string const& reason) {
  pg::Transaction transaction(database);
  auto const product = database.run(
      "UPDATE store.product SET invalidated = now(), invalidated_reason = $2 WHERE did = $1 AND invalidated "
      "IS NULL RETURNING id",
      {did, reason});
  if (product.empty()) return false;
  database.run("DELETE FROM store.dataset WHERE product_id = $1", {product.text(0, 0)});
  database.run("UPDATE store.entity SET invalidated_time = now(), invalidated_reason = $2 WHERE id = $1",
               {did, reason});
  transaction.commit();
  return true;
}

bool unpublish_product(pg::Connection& database, fs::path const& products, std::string const& did) {
  pg::Transaction transaction(database);
  auto const product = database.run(
      "SELECT p.id, p.file_id, c.data_root, f.path, p.owner FROM store.product p JOIN store.collection c ON "
      "c.id = p.collection_id "
      "LEFT JOIN store.file f ON f.id = p.file_id WHERE p.did = $1 AND p.job_id IS NOT NULL FOR UPDATE OF p",
      {did});
  if (product.empty()) return false;
  database.run("DELETE FROM store.product WHERE id = $1", {product.text(0, 0)});
  if (product.cell(0, 1)) database.run("DELETE FROM store.file WHERE id = $1", {product.text(0, 1)});
  // The entity is its job's again, and so its owner's.
  database.run(
      "UPDATE store.entity e SET obs_publisher_did = NULL, collection_id = NULL, obs_collection = NULL, "
      "owner = "
      "coalesce((SELECT a.owner FROM store.was_generated_by g JOIN store.activity a ON a.id = g.activity_id "
      "WHERE "
      "g.entity_id = e.id LIMIT 1), e.owner) WHERE e.id = $1",
      {did});
  transaction.commit();
  if (product.cell(0, 2) && product.cell(0, 3))
    drop_file(fs::path(product.text(0, 2)) / product.text(0, 3), products);
  return true;
}

}  // namespace catalog

/// The rows of a published product.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "catalog/publication/product_file.hpp"
#include "catalog/publication/publish.hpp"

namespace catalog {

/// Column and value as PostgreSQL reads it.
using ProductCells = std::vector<std::pair<std::string, std::optional<std::string>>>;

struct ProductPlace {
  std::string collection_id{}, root{};  ///< data_root of the collection
  std::string path{};                   ///< of the file, relative to it
  std::filesystem::path file() const { return std::filesystem::path(root) / path; }
};

/// The collection, made if it is missing. Failure(bad_request) if it is one of runs.
ProductPlace product_collection(pg::Connection& database, std::filesystem::path const& products,
                                Publication const& publication);

/// Numbers of the runs in store.observation; Failure(bad_request) naming those that are not known.
std::vector<std::string> run_numbers(pg::Connection& database, std::vector<std::string> const& dids);

/// Writes file, product, relations to runs, dataset (unless it is a picture) and entity; gives the product's
/// number.
std::string store_product(pg::Connection& database, ProductPlace const& place, Publication const& publication,
                          ProductFile const& file, std::vector<std::string> const& runs);

}  // namespace catalog

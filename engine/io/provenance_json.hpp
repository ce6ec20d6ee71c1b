/// Where products come from, as a W3C PROV-JSON document that the `prov` tools load.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/model/product.hpp"

namespace engine {

/// A product as an entity of the document. Not its checksum: the document is stored inside it.
struct ProductEntity {
  std::string role;        ///< "counts", "cube", "events", ...
  std::string name;        ///< of the file, without folders
  std::string media_type;  ///< "application/fits"
};

/// One activity (the job), its software agent, its parameters, one used entity per input table, the products.
/// Without clock times: the same job gives the same document. More runs than this become one collection
/// entity with the checksum of its list; the INPUTS table has the rows.
inline constexpr std::size_t runs_listed_singly = 100;
std::string provenance_json(ProductSummary const& summary, std::vector<ProductEntity> const& products);

/// SHA-256 of command, software, sorted parameters and inputs: two jobs with the same recipe make the same
/// products.
std::string recipe_hash(ProductSummary const& summary);

}  // namespace engine

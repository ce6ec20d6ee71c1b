/// Where products come from, as a W3C PROV-JSON document that the `prov` tools load.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/product.hpp"

namespace engine {

/// A product as an entity of the document. Not its checksum: the document is stored inside it.
struct ProductEntity {
  std::string role;        ///< "counts", "cube", "events", ...
  std::string name;        ///< of the file, without folders
  std::string media_type;  ///< "application/fits"
};

/// One activity (the job), its agents, its science parameters with who set them, one used entity per input
/// table and document with role and usage type, the products, derived from the main inputs. Ids and the start
/// are those of the activity that the service gave; without one there are no clock times: the same job gives
/// the same document. More runs than this become one collection entity with the checksum of its list; the
/// INPUTS table has the rows.
inline constexpr std::size_t runs_listed_singly = 100;
std::string provenance_json(ProductSummary const& summary, std::vector<ProductEntity> const& products);

/// Type of a product's generation: Main, Preview, Log (IVOA ProvenanceDM 1.0, GenerationDescription).
std::string_view type_of_product(std::string_view role);

/// SHA-256 of command, software, sorted parameters and inputs: two jobs with the same recipe make the same
/// products.
std::string recipe_hash(ProductSummary const& summary);

/// One line per run: what the recipe hash and the sum of a collection are made of.
std::string input_lines(ProductSummary const& summary);

/// Those of the service, or URNs made from the recipe. `name`: of the product's file.
std::string activity_id(ProductSummary const& summary);
std::string product_id(ProductSummary const& summary, std::string const& name);
inline constexpr char const* job_namespace = "urn:distiller:job:";
inline constexpr char const* product_namespace = "urn:distiller:product:";

}  // namespace engine

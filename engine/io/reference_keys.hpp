/// CTAO reference metadata ("CTA PRODUCT ID", ...) as ctapipe writes and reads it
/// (ctapipe.io.metadata.Reference), and the keywords that lead from a product to its record.
#pragma once

#include <string>
#include <vector>

#include "engine/io/fits_writer.hpp"
#include "engine/model/product.hpp"

namespace engine {

/// What a product is, besides what its runs say.
struct ProductNote {
  std::string name;         ///< of the file, without folders
  std::string description;  ///< one line
  std::string level;        ///< "DL3", "DL4"
  bool simulated = false;
};

/// Without an activity: ids from the recipe, no times. With one: its id, start, contact, and DATE, PROVURL.
std::vector<FitsKey> reference_keys(ProductSummary const& summary, ProductNote const& note);

}  // namespace engine

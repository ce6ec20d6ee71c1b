/// Published high-level products - spectra, maps, light curves - as datasets of the catalogue.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "catalog/ingest/ingest.hpp"
#include "catalog/ingest/known_state.hpp"

namespace catalog::ingest {

struct ProductContext {
  Collection const& collection;
  std::int64_t collection_id;
  std::string root;
};

/// Stores those that have changed, takes out those that are no longer declared (products of jobs are not
/// touched), and counts in the report. A file that cannot be read is a problem.
void store_products(pg::Connection& database, ProductContext const& context, IngestReport& report);

/// What the declaration does not say, as far as the header of a FITS file says it: position and size of an
/// image whose reference is its centre or whose projection is linear, OBJECT, TELESCOP, INSTRUME, pixels.
struct ProductValues {
  DeclaredProduct declared;
  std::optional<std::int64_t> xel1{}, xel2{}, em_xel{};
};
ProductValues with_header_values(DeclaredProduct const& product);

}  // namespace catalog::ingest

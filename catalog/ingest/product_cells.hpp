/// A declared product in the words of ObsCore.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "catalog/ingest/file_facts.hpp"
#include "catalog/ingest/product_rows.hpp"
#include "catalog/pg/result.hpp"

namespace catalog::ingest {

/// Column and value, as PostgreSQL reads it.
using Cells = std::vector<std::pair<std::string, std::optional<std::string>>>;

/// The row of store.dataset. `kind`: the row of store.product_kind.
Cells dataset_cells(ProductContext const& context, ProductValues const& values, FileFacts const& file,
                    std::string const& product_id, pg::Result const& kind);

/// As declared, else by the end of the file's name.
std::string media_type_of(DeclaredProduct const& product);

}  // namespace catalog::ingest

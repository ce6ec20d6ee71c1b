/// What provenance says of a table that was read.
#pragma once

#include <string>

#include "engine/io/fits_file.hpp"
#include "engine/model/product.hpp"

namespace engine {

/// Name, DATASUM and rows from the header; an image has no rows.
UsedTable used_table(FitsFile& file, int hdu, std::string const& role, std::string const& hdu_class);

}  // namespace engine

/// Cells as big-endian bytes, the layout that VOTable's BINARY streams and FITS binary tables share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "catalog/table/cell_shape.hpp"
#include "catalog/table/rows.hpp"

namespace catalog {

/// One number that is not NULL. Whole numbers outside the type's range become its null value: a stored value
/// is never changed into another one silently.
void append_scalar(std::string& out, Datatype datatype, CellFormat format, std::string_view cell);

/// NaN, the null value of the whole numbers, '?' for truth values.
void append_null_scalar(std::string& out, Datatype datatype);

/// The elements of a number cell (one for a scalar), without a count; returns how many.
std::size_t append_elements(std::string& out, CellShape const& shape, CellFormat format,
                            std::string_view cell);

/// A 32-bit count.
void append_count(std::string& out, std::size_t count);
void overwrite_count(std::string& out, std::size_t at, std::size_t count);

}  // namespace catalog

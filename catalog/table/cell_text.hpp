/// Cells as text: the content of a TD, of a CSV field, of a page.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "catalog/table/cell_shape.hpp"
#include "catalog/table/rows.hpp"

namespace catalog {

/// How infinities are spelt: +Inf in VOTable (1.5 section 6), Infinity in CSV, where pandas, Java and astropy
/// read it.
enum class Spelling { votable, plain };

/// Numbers of any shape; arrays with blanks between the elements, NULL elements as NaN (floats) or the null
/// value of null_integer(). Never needs escaping in XML or CSV.
void append_numbers(std::string& out, CellShape const& shape, CellFormat format, std::string_view cell,
                    Spelling spelling);

/// An array of fixed length that is NULL: every element is (a shorter one is malformed); nothing for variable
/// ones.
void append_null_array(std::string& out, CellShape const& shape);

/// The text of a text cell: the cell itself, or its `timestamp` spelling kept in `keep`.
std::string_view text_of_cell(CellShape const& shape, CellFormat format, std::string_view cell,
                              std::string& keep);

/// The value that stands for NULL where a format has no other way: the smallest of the type, 255 for bytes.
std::int64_t null_integer(Datatype datatype);

}  // namespace catalog

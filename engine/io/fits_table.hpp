/// The layout of a binary table as its header states it, and single cells of it as numbers and text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/fits_header.hpp"

namespace engine {

/// One column of a binary table as it lies in a row.
struct FitsColumn {
  std::string name, unit;
  char code = ' ';  ///< TFORM letter: L X B I J K A E D C M, or P/Q for variable-length arrays
  std::int64_t repeat = 1;
  std::size_t offset = 0;            ///< bytes from the start of the row
  std::size_t bytes = 0;             ///< in the row
  double scale = 1;                  ///< TSCALn
  double zero = 0;                   ///< TZEROn; 2^31 and 2^63 mark unsigned integers
  std::optional<std::int64_t> null;  ///< TNULLn, for integer columns
  std::vector<std::int64_t> dims;    ///< TDIMn, or {repeat}
};

struct FitsTable {
  std::string place;  ///< "file.fits[EVENTS]", for messages
  int hdu = 0;        ///< 1 is the primary HDU
  std::size_t rows = 0, row_bytes = 0;
  std::size_t data_start = 0;  ///< byte in the (inflated) file
  std::vector<FitsColumn> columns;
  FitsColumn const* find(std::string_view name) const;  ///< any case
};

/// Refuses what a header cannot mean: negative sizes, unknown TFORMs, columns that do not fill the row.
FitsTable table_layout(FitsHeader const& header);

/// Element `i` of the cell that starts at `cell`: scaled; TNULL and undefined logicals are NaN.
/// Only for numeric codes (L B I J K E D).
double number_in_cell(FitsColumn const& column, std::byte const* cell, std::size_t i);
bool is_numeric(FitsColumn const& column);

/// A stored whole number (codes L B I J K) with TZERO applied and without going through a double; nothing
/// for TNULL, for TSCAL or TZERO that are not whole, and beyond 64 bits signed.
std::optional<std::int64_t> integer_in_cell(FitsColumn const& column, std::byte const* cell, std::size_t i);

std::string text_in_cell(FitsColumn const& column,
                         std::byte const* cell);  ///< up to NUL, without trailing blanks

}  // namespace engine

/// How the columns of an answer lie in a FITS binary table (FITS standard 4.0 section 7.3).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "catalog/table/cell_shape.hpp"
#include "catalog/table/table_frame.hpp"

namespace catalog {

struct FitsColumn {
  explicit FitsColumn(Column const& column);

  Column column;
  CellShape shape;        ///< bytes are short integers here, so that a value is left for NULL
  bool variable = false;  ///< the number of elements differs from row to row
  // Seen while the rows were put aside:
  std::uint64_t most = 0, total = 0;  ///< elements in a row, in all rows
  bool null_seen = false;
  // Decided when all rows were seen:
  bool in_heap = false;

  std::size_t element_bytes() const;
};

struct FitsLayout {
  std::uint64_t rows = 0, row_bytes = 0, heap_bytes = 0;
  bool wide_descriptors = false;  ///< Q instead of P: the heap is larger than 2 GB
};

/// Decides which variable columns go to the heap: arrays always, texts where padding to the longest would
/// cost more than it is worth.
FitsLayout lay_out(std::vector<FitsColumn>& columns, std::uint64_t rows);
std::size_t cell_bytes(FitsColumn const& column, FitsLayout const& layout);

void append_fits_headers(std::string& out, std::vector<FitsColumn> const& columns, FitsLayout const& layout,
                         TableFrame const& frame, Ending const& ending);

}  // namespace catalog

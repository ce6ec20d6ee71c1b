/// Cells of variable length, which lie behind the rows of a table. Used by compare_*.cpp and ogip_*.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/io/fits_file.hpp"

namespace engine {

class Heap {
 public:
  Heap(FitsFile& file, FitsTable const& table);

  struct Cell {
    std::uint64_t first, bytes;  ///< in the data unit
    bool operator==(Cell const&) const = default;
  };
  /// Failure(bad_data) for a cell that lies outside the heap.
  Cell cell(FitsColumn const& column, std::byte const* row) const;
  std::span<std::byte const> bytes(std::uint64_t first, std::uint64_t last);

 private:
  FitsFile& file_;
  FitsTable unit_;
  FitsTable const& table_;
  std::uint64_t start_ = 0;
  std::vector<std::byte> buffer_;
};

/// Equal bytes, wherever they lie; a megabyte at a time.
bool same_cells(Heap& a, FitsColumn const& column_a, std::byte const* row_a, Heap& b,
                FitsColumn const& column_b, std::byte const* row_b);

}  // namespace engine

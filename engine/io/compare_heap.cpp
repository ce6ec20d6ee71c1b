#include "engine/io/compare_heap.hpp"

#include <algorithm>
#include <cstring>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace engine {

namespace {

std::uint64_t big_endian(std::byte const* p, std::size_t n) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < n; ++i) value = value << 8U | std::to_integer<std::uint64_t>(p[i]);
  return value;
}

/// Bytes of an element of "1PE(12)"; the letter behind P is no part of FitsColumn, so it comes from the
/// header.
std::size_t element_bits(FitsHeader const& header, FitsTable const& table, FitsColumn const& column) {
  auto const index = static_cast<std::size_t>(&column - table.columns.data()) + 1;
  std::string const form = upper(header.text("TFORM" + std::to_string(index)).value_or(""));
  std::size_t const letter = form.find_first_of("PQ");
  if (letter == form.npos || letter + 1 >= form.size()) return 8;
  switch (form[letter + 1]) {
    case 'X': return 1;
    case 'I': return 16;
    case 'J':
    case 'E': return 32;
    case 'K':
    case 'D':
    case 'C': return 64;
    case 'M': return 128;
    default: return 8;  // L, B, A
  }
}

}  // namespace

Heap::Heap(FitsFile& file, FitsTable const& table)
    : file_(file), unit_(file.data_unit(table.hdu)), table_(table) {
  auto const behind_rows = static_cast<std::int64_t>(table.rows * table.row_bytes);
  std::int64_t const stated = file.header(table.hdu).integer("THEAP").value_or(behind_rows);
  start_ = static_cast<std::uint64_t>(std::max(stated, behind_rows));
}

Heap::Cell Heap::cell(FitsColumn const& column, std::byte const* row) const {
  std::size_t const width = column.code == 'P' ? 4 : 8;
  std::uint64_t const count = big_endian(row + column.offset, width),
                      offset = big_endian(row + column.offset + width, width);
  std::size_t const bits = element_bits(file_.header(unit_.hdu), table_, column);
  bool const absurd = count > unit_.rows * 8 || offset > unit_.rows;
  std::uint64_t const bytes = absurd ? 0 : (count * bits + 7) / 8;
  if (absurd || start_ + offset + bytes > unit_.rows)
    throw Failure(Fault::bad_data, "a cell of " + column.name + " lies outside the table: " + unit_.place +
                                       " - is the copy complete?");
  return {start_ + offset, bytes};
}

std::span<std::byte const> Heap::bytes(std::uint64_t first, std::uint64_t last) {
  return file_.rows(unit_, {static_cast<std::size_t>(first), static_cast<std::size_t>(last)}, buffer_);
}

bool same_cells(Heap& a, FitsColumn const& column_a, std::byte const* row_a, Heap& b,
                FitsColumn const& column_b, std::byte const* row_b) {
  constexpr std::uint64_t at_once = std::uint64_t{1} << 20;
  Heap::Cell const x = a.cell(column_a, row_a), y = b.cell(column_b, row_b);
  if (x.bytes != y.bytes) return false;
  for (std::uint64_t done = 0; done < x.bytes; done += at_once) {
    std::uint64_t const end = std::min(x.bytes, done + at_once);
    auto const p = a.bytes(x.first + done, x.first + end), q = b.bytes(y.first + done, y.first + end);
    if (std::memcmp(p.data(), q.data(), p.size()) != 0) return false;
  }
  return true;
}

}  // namespace engine

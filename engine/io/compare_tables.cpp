#include <algorithm>
#include <cmath>
#include <cstring>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/compare_hdus.hpp"
#include "engine/io/compare_heap.hpp"
#include "engine/io/compare_values.hpp"

namespace engine {

namespace {

constexpr std::size_t bytes_at_once = std::size_t{1} << 22;

struct ColumnPair {
  FitsColumn const *a, *b;
  ValueCounter counter;
};

bool is_heap(FitsColumn const& column) { return column.code == 'P' || column.code == 'Q'; }
bool is_complex(FitsColumn const& column) { return column.code == 'C' || column.code == 'M'; }

bool stored_alike(FitsColumn const& a, FitsColumn const& b) {
  return a.code == b.code && a.repeat == b.repeat && a.scale == b.scale && a.zero == b.zero &&
         a.null == b.null;
}

/// The same column as reals: twice as many.
FitsColumn as_reals(FitsColumn const& column) {
  FitsColumn reals = column;
  reals.code = column.code == 'C' ? 'E' : 'D';
  reals.repeat *= 2;
  return reals;
}

bool add_numbers(FitsColumn const& a, FitsColumn const& b, std::byte const* p, std::byte const* q,
                 bool told_apart, ValueCounter& counter) {
  bool differs = false;
  for (std::size_t i = 0; i < static_cast<std::size_t>(a.repeat); ++i)
    if (counter.add(number_in_cell(a, p, i), number_in_cell(b, q, i), told_apart)) differs = true;
  return differs;
}

bool add_cell(ColumnPair& pair, std::byte const* row_a, std::byte const* row_b) {
  FitsColumn const &a = *pair.a, &b = *pair.b;
  std::byte const *const p = row_a + a.offset, *const q = row_b + b.offset;
  if (a.code == 'A') return pair.counter.add_plain(text_in_cell(a, p) == text_in_cell(b, q));
  if (is_complex(a)) return add_numbers(as_reals(a), as_reals(b), p, q, false, pair.counter);
  if (!is_numeric(a)) return pair.counter.add_plain(a.bytes == b.bytes && std::memcmp(p, q, a.bytes) == 0);
  // A double cannot tell all 64-bit numbers apart.
  bool const told_apart =
      a.code == 'K' && a.repeat == 1 && stored_alike(a, b) && std::memcmp(p, q, a.bytes) != 0;
  return add_numbers(a, b, p, q, told_apart, pair.counter);
}

/// Can the cells of both be compared as they are? Texts may be padded to other widths, numbers stored
/// otherwise.
bool comparable(FitsColumn const& a, FitsColumn const& b) {
  if (a.code == 'A' || b.code == 'A') return a.code == b.code;
  if (is_heap(a) || is_heap(b)) return is_heap(a) && is_heap(b);
  bool const both_numbers = is_numeric(a) && is_numeric(b);
  return a.repeat == b.repeat && (both_numbers || a.code == b.code);
}

std::vector<ColumnPair> pairs_of(FitsTable const& a, FitsTable const& b, Tolerance tolerance,
                                 std::set<std::string> const& left_out, HduComparison& out) {
  std::vector<ColumnPair> pairs;
  for (FitsColumn const& column : a.columns) {
    if (left_out.contains(column.name)) continue;
    FitsColumn const* const other = b.find(column.name);
    if (other == nullptr)
      out.shape.push_back("the column " + column.name + " is in the first only");
    else if (!comparable(column, *other))
      out.shape.push_back("the column " + column.name + " has another form");
    else
      pairs.push_back({&column, other, ValueCounter(tolerance, column.name)});
  }
  for (FitsColumn const& column : b.columns)
    if (!left_out.contains(column.name) && a.find(column.name) == nullptr)
      out.shape.push_back("the column " + column.name + " is in the second only");
  return pairs;
}

}  // namespace

void compare_tables(HduSide const& a, HduSide const& b, Tolerance tolerance,
                    std::set<std::string> const& left_out, HduComparison& out) {
  FitsTable const in_a = a.file.table(a.hdu), in_b = b.file.table(b.hdu);
  if (in_a.rows != in_b.rows)
    out.shape.push_back("there are " + std::to_string(in_a.rows) + " and " + std::to_string(in_b.rows) +
                        " rows");
  std::vector<ColumnPair> pairs = pairs_of(in_a, in_b, tolerance, left_out, out);
  std::optional<Heap> heap_a, heap_b;
  if (std::any_of(pairs.begin(), pairs.end(), [](ColumnPair const& pair) { return is_heap(*pair.a); })) {
    heap_a.emplace(a.file, in_a);
    heap_b.emplace(b.file, in_b);
  }
  std::size_t const rows = std::min(in_a.rows, in_b.rows);
  std::size_t const block =
      std::max<std::size_t>(1, bytes_at_once / std::max<std::size_t>({1, in_a.row_bytes, in_b.row_bytes}));
  std::vector<std::byte> buffer_a, buffer_b;
  for (std::size_t first = 0; first < rows; first += block) {
    std::size_t const last = std::min(rows, first + block);
    auto const bytes_a = a.file.rows(in_a, {first, last}, buffer_a);
    auto const bytes_b = b.file.rows(in_b, {first, last}, buffer_b);
    for (std::size_t i = 0; i < last - first; ++i) {
      std::byte const *const row_a = bytes_a.data() + i * in_a.row_bytes, *const row_b = bytes_b.data() +
                                                                                         i * in_b.row_bytes;
      bool differs = false;
      for (ColumnPair& pair : pairs) {
        bool const cell_differs =
            is_heap(*pair.a)
                ? pair.counter.add_plain(same_cells(*heap_a, *pair.a, row_a, *heap_b, *pair.b, row_b))
                : add_cell(pair, row_a, row_b);
        differs = differs || cell_differs;
      }
      if (differs) ++out.rows_different;
    }
  }
  for (ColumnPair const& pair : pairs)
    if (pair.counter.found.different > 0) out.values.push_back(pair.counter.found);
}

}  // namespace engine

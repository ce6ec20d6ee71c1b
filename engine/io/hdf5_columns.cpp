#include "engine/io/hdf5_columns.hpp"

#include <bit>
#include <cstring>

#include "engine/base/expects.hpp"

namespace engine {

namespace {

using Change = ColumnDataset::Change;

/// TZERO in the middle of a type's range is how FITS marks the other signedness.
struct Integer {
  char code;
  Element as_stored, flipped;
  std::size_t bytes;
  double flipping_zero;
};
constexpr Integer integers[] = {{'B', Element::uint8, Element::int8, 1, -128},
                                {'I', Element::int16, Element::uint16, 2, 32768},
                                {'J', Element::int32, Element::uint32, 4, 2147483648.0},
                                {'K', Element::int64, Element::uint64, 8, 9223372036854775808.0}};

ColumnDataset numeric(FitsColumn const& column, Element element, std::size_t bytes, std::size_t parts) {
  return {column, element, static_cast<std::size_t>(column.repeat) * parts, bytes, Change::none};
}

ColumnDataset integer_dataset(FitsColumn const& column, Integer const& integer) {
  ColumnDataset dataset = numeric(column, integer.as_stored, integer.bytes, 1);
  if (column.scale == 1 && column.zero == integer.flipping_zero) {
    dataset.element = integer.flipped;
    dataset.change = Change::flip_sign;
  }
  return dataset;
}

void put_double(double value, std::byte* out) {
  auto const bits = std::bit_cast<std::uint64_t>(value);
  for (int i = 0; i < 8; ++i) out[i] = static_cast<std::byte>((bits >> (56 - 8 * i)) & 0xFFU);
}

}  // namespace

ColumnDataset dataset_of(FitsColumn const& column) {
  for (Integer const& integer : integers) {
    if (column.code != integer.code) continue;
    ColumnDataset dataset = integer_dataset(column, integer);
    bool const physical = dataset.change == Change::flip_sign || (column.scale == 1 && column.zero == 0);
    // TNULL has no place in a plain array of integers, NaN has one among doubles.
    if (!physical || column.null) return {column, Element::float64, dataset.per_row, 8, Change::to_double};
    return dataset;
  }
  bool const scaled = column.scale != 1 || column.zero != 0;
  switch (column.code) {
    case 'E':
    case 'D':
      if (scaled)
        return {column, Element::float64, static_cast<std::size_t>(column.repeat), 8, Change::to_double};
      return column.code == 'E' ? numeric(column, Element::float32, 4, 1)
                                : numeric(column, Element::float64, 8, 1);
    case 'C': return numeric(column, Element::float32, 4, 2);
    case 'M': return numeric(column, Element::float64, 8, 2);
    case 'L': return {column, Element::uint8, static_cast<std::size_t>(column.repeat), 1, Change::logical};
    case 'X': return {column, Element::uint8, column.bytes, 1, Change::none};
    case 'A':
      return {column, Element::text, column.bytes > 0 ? std::size_t{1} : 0, column.bytes, Change::none};
    default: contract_broken("the column lies in its row", __FILE__, __LINE__);
  }
}

void gather(ColumnDataset const& dataset, std::span<std::byte const> rows, std::size_t row_bytes,
            std::vector<std::byte>& out) {
  EXPECTS(row_bytes > 0 && rows.size() % row_bytes == 0);
  std::size_t const count = rows.size() / row_bytes, cell_bytes = dataset.per_row * dataset.element_bytes;
  out.resize(count * cell_bytes);
  for (std::size_t i = 0; i < count; ++i) {
    std::byte const* const from = rows.data() + i * row_bytes + dataset.column.offset;
    std::byte* const to = out.data() + i * cell_bytes;
    if (dataset.change != Change::to_double) std::memcpy(to, from, cell_bytes);
    for (std::size_t k = 0; k < dataset.per_row; ++k) switch (dataset.change) {
        case Change::none: break;
        case Change::flip_sign: to[k * dataset.element_bytes] ^= std::byte{0x80}; break;
        case Change::logical: to[k] = to[k] == std::byte{'T'} ? std::byte{1} : std::byte{0}; break;
        case Change::to_double: put_double(number_in_cell(dataset.column, from, k), to + 8 * k); break;
      }
  }
}

}  // namespace engine

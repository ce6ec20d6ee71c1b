#include "engine/io/fits_table.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace engine {

namespace {

[[noreturn]] void refuse(std::string const& place, std::string const& what) {
  throw Failure(Fault::bad_data, what + ": " + place + " - the table's header is damaged");
}

/// Bytes of one element; 0 for a letter that TFORM does not have.
std::size_t element_bytes(char code) {
  switch (code) {
    case 'L':
    case 'B':
    case 'A': return 1;
    case 'I': return 2;
    case 'J':
    case 'E': return 4;
    case 'K':
    case 'D':
    case 'C':
    case 'P': return 8;
    case 'M':
    case 'Q': return 16;
    default: return 0;
  }
}

std::int64_t size_keyword(FitsHeader const& header, std::string const& keyword) {
  std::optional<std::int64_t> const value = header.integer(keyword);
  if (!value || *value < 0) refuse(header.place(), keyword + " is missing or negative");
  return *value;
}

/// "1E", "E", "20A", "1PE(100)", "16X"
void read_tform(FitsHeader const& header, std::string const& keyword, std::size_t row_bytes,
                FitsColumn& column) {
  std::string const form = header.text(keyword).value_or("");
  std::size_t const digits = std::min(form.find_first_not_of("0123456789"), form.size());
  std::optional<std::int64_t> const repeat = digits == 0 ? 1 : whole_number(form.substr(0, digits));
  column.code = digits < form.size() ? upper(form.substr(digits, 1))[0] : ' ';
  bool const bits = column.code == 'X';
  std::size_t const each = bits ? 1 : element_bytes(column.code);
  if (each == 0 || !repeat) refuse(header.place(), keyword + " = '" + form + "' is not a column format");
  std::size_t const n = static_cast<std::size_t>(*repeat);
  if (n / (bits ? 8 : 1) > row_bytes / each)
    refuse(header.place(), keyword + " = '" + form + "' is wider than the row (NAXIS1)");
  column.repeat = *repeat;
  column.bytes = bits ? (n + 7) / 8 : n * each;
}

std::vector<std::int64_t> dimensions(FitsHeader const& header, std::string const& keyword,
                                     std::int64_t repeat) {
  std::string text = header.text(keyword).value_or("");
  std::erase_if(text, [](char c) { return c == '(' || c == ')' || c == ' '; });
  std::vector<std::int64_t> dims;
  std::int64_t left = repeat;
  for (std::string const& part : split(text, ',')) {
    std::optional<std::int64_t> const n = whole_number(part);
    if (!n || *n < 1 || *n > left) return {repeat};  // a TDIM that does not fit is no shape
    dims.push_back(*n);
    left /= *n;
  }
  return dims.empty() ? std::vector<std::int64_t>{repeat} : dims;
}

template <class Unsigned>
Unsigned big_endian(std::byte const* p) {
  Unsigned value = 0;
  for (std::size_t i = 0; i < sizeof(Unsigned); ++i)
    value = static_cast<Unsigned>((value << 7 << 1) | std::to_integer<Unsigned>(p[i]));
  return value;
}

/// The integer that is stored, before TZERO; nothing for floating codes.
std::optional<std::int64_t> stored_integer(FitsColumn const& column, std::byte const* cell, std::size_t i) {
  switch (column.code) {
    case 'B': return std::to_integer<std::int64_t>(cell[i]);
    case 'I': return static_cast<std::int16_t>(big_endian<std::uint16_t>(cell + 2 * i));
    case 'J': return static_cast<std::int32_t>(big_endian<std::uint32_t>(cell + 4 * i));
    case 'K': return static_cast<std::int64_t>(big_endian<std::uint64_t>(cell + 8 * i));
    default: return std::nullopt;
  }
}

std::optional<std::int64_t> logical_value(std::byte stored) {
  if (stored == std::byte{'T'}) return 1;
  if (stored == std::byte{'F'}) return 0;
  return std::nullopt;
}

}  // namespace

FitsColumn const* FitsTable::find(std::string_view name) const {
  auto const found = std::find_if(columns.begin(), columns.end(),
                                  [&](FitsColumn const& c) { return same_word(c.name, name); });
  return found == columns.end() ? nullptr : &*found;
}

FitsTable table_layout(FitsHeader const& header) {
  FitsTable table;
  table.place = header.place();
  table.row_bytes = static_cast<std::size_t>(size_keyword(header, "NAXIS1"));
  table.rows = static_cast<std::size_t>(size_keyword(header, "NAXIS2"));
  std::int64_t const fields = size_keyword(header, "TFIELDS");
  if (fields > 999) refuse(table.place, "TFIELDS is above 999");
  std::size_t offset = 0;
  for (std::int64_t i = 1; i <= fields; ++i) {
    std::string const n = std::to_string(i);
    FitsColumn column;
    read_tform(header, "TFORM" + n, table.row_bytes, column);
    column.name = header.text("TTYPE" + n).value_or("COL" + n);
    column.unit = header.text("TUNIT" + n).value_or("");
    column.scale = header.real("TSCAL" + n).value_or(1);
    column.zero = header.real("TZERO" + n).value_or(0);
    if (header.has("TNULL" + n) && element_bytes(column.code) <= 8) column.null = header.integer("TNULL" + n);
    column.dims = dimensions(header, "TDIM" + n, column.repeat);
    column.offset = offset;
    offset += column.bytes;
    if (offset > table.row_bytes) refuse(table.place, "the columns are wider than the row (NAXIS1)");
    table.columns.push_back(std::move(column));
  }
  if (offset != table.row_bytes) refuse(table.place, "the columns do not fill the row (NAXIS1)");
  return table;
}

bool is_numeric(FitsColumn const& column) { return std::strchr("LBIJKED", column.code) != nullptr; }

double number_in_cell(FitsColumn const& column, std::byte const* cell, std::size_t i) {
  double const undefined = std::numeric_limits<double>::quiet_NaN();
  if (column.code == 'E')
    return column.zero +
           column.scale * static_cast<double>(std::bit_cast<float>(big_endian<std::uint32_t>(cell + 4 * i)));
  if (column.code == 'D')
    return column.zero + column.scale * std::bit_cast<double>(big_endian<std::uint64_t>(cell + 8 * i));
  if (column.code == 'L') {
    std::optional<std::int64_t> const truth = logical_value(cell[i]);
    return truth ? static_cast<double>(*truth) : undefined;
  }
  std::optional<std::int64_t> const stored = stored_integer(column, cell, i);
  EXPECTS(stored.has_value());
  if (column.null && *stored == *column.null) return undefined;
  return column.zero + column.scale * static_cast<double>(*stored);
}

std::optional<std::int64_t> integer_in_cell(FitsColumn const& column, std::byte const* cell, std::size_t i) {
  if (column.code == 'L') return logical_value(cell[i]);
  std::optional<std::int64_t> const stored = stored_integer(column, cell, i);
  if (!stored || (column.null && *stored == *column.null)) return std::nullopt;
  if (column.scale != 1 || std::trunc(column.zero) != column.zero) return std::nullopt;
  if (column.zero == 0) return stored;
  // 2^63 itself does not fit into a signed integer; flipping the sign bit is the same addition.
  if (column.zero == 9223372036854775808.0) {
    if (*stored >= 0) return std::nullopt;
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(*stored) ^ (std::uint64_t{1} << 63));
  }
  if (std::abs(column.zero) > 4611686018427387904.0) return std::nullopt;
  std::int64_t sum = 0;
  if (__builtin_add_overflow(*stored, static_cast<std::int64_t>(column.zero), &sum)) return std::nullopt;
  return sum;
}

std::string text_in_cell(FitsColumn const& column, std::byte const* cell) {
  EXPECTS(column.code == 'A');
  std::string text(reinterpret_cast<char const*>(cell), column.bytes);
  text.resize(std::min(text.find('\0'), text.size()));
  return std::string(trimmed(text));
}

}  // namespace engine

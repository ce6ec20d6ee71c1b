#include "engine/io/column_decoder.hpp"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
#include <type_traits>
#include <vector>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace engine {

namespace {

constexpr double two_to_63 = 9223372036854775808.0;

std::uint16_t swapped(std::uint16_t v) { return __builtin_bswap16(v); }
std::uint32_t swapped(std::uint32_t v) { return __builtin_bswap32(v); }
std::uint64_t swapped(std::uint64_t v) { return __builtin_bswap64(v); }

/// One stored number type: how its big-endian bytes become a value of C++.
template <class Value, class Bits>
struct Stored {
  using value_type = Value;
  static Value at(std::byte const* cell) {
    Bits bits;
    std::memcpy(&bits, cell, sizeof bits);
    if constexpr (std::endian::native == std::endian::little) bits = swapped(bits);
    return std::bit_cast<Value>(bits);
  }
};
using StoredE = Stored<float, std::uint32_t>;
using StoredD = Stored<double, std::uint64_t>;
using StoredI = Stored<std::int16_t, std::uint16_t>;
using StoredJ = Stored<std::int32_t, std::uint32_t>;
using StoredK = Stored<std::int64_t, std::uint64_t>;
struct StoredB {
  using value_type = std::uint8_t;
  static std::uint8_t at(std::byte const* cell) { return std::to_integer<std::uint8_t>(*cell); }
};
struct StoredL {
  using value_type = std::uint8_t;
  static std::uint8_t at(std::byte const* cell) { return *cell == std::byte{'T'} ? 1 : 0; }
};

/// Calls visit(Stored type) for the column's type, once per block: no event pays for the choice.
template <class Visit>
void with_stored_type(char code, Visit visit) {
  switch (code) {
    case 'E': return visit(StoredE{});
    case 'D': return visit(StoredD{});
    case 'I': return visit(StoredI{});
    case 'J': return visit(StoredJ{});
    case 'K': return visit(StoredK{});
    case 'B': return visit(StoredB{});
    case 'L': return visit(StoredL{});
    default: contract_broken("column is numeric", __FILE__, __LINE__);
  }
}

template <class From, class Out, class Convert>
void for_each_row(FitsColumn const& column, RawRows const& rows, std::span<Out> out, Convert convert) {
  EXPECTS(out.size() == rows.count && rows.bytes.size() >= rows.count * rows.row_bytes);
  std::byte const* cell = rows.bytes.data() + column.offset;
  std::size_t const stride = rows.row_bytes;
  for (std::size_t i = 0; i < out.size(); ++i, cell += stride) out[i] = convert(From::at(cell));
}

bool is_unscaled(FitsColumn const& column) { return column.scale == 1 && column.zero == 0 && !column.null; }
bool is_unsigned_64(FitsColumn const& column) {
  return column.code == 'K' && column.scale == 1 && column.zero == two_to_63;
}
std::uint64_t unsigned_64(std::int64_t stored) {
  return static_cast<std::uint64_t>(stored) ^ (std::uint64_t{1} << 63);  // the same as adding 2^63
}

/// The value before its unit: TSCAL, TZERO, TNULL.
template <class Value>
double scaled(FitsColumn const& column, Value stored) {
  if constexpr (std::is_integral_v<Value>) {
    if (column.null && stored == *column.null) return std::numeric_limits<double>::quiet_NaN();
    if constexpr (std::is_same_v<Value, std::int64_t>)
      if (is_unsigned_64(column)) return static_cast<double>(unsigned_64(stored));
  }
  return column.zero + column.scale * static_cast<double>(stored);
}

bool stays_whole(FitsColumn const& column) {
  if (column.code == 'L') return true;
  if (column.code == 'E' || column.code == 'D' || column.null || column.scale != 1) return false;
  return is_unsigned_64(column) ||
         (std::trunc(column.zero) == column.zero && std::abs(column.zero) < two_to_63);
}

[[noreturn]] void refuse_value(FitsTable const& table, FitsColumn const& column, std::size_t row,
                               std::string const& reason) {
  throw Failure(Fault::bad_data, "cannot read column " + column.name + ": " + table.place + " row " +
                                     std::to_string(row + 1) + " (" + reason +
                                     ") - leave this column out of the request");
}

std::vector<std::int64_t> decode_wholes(FitsTable const& table, FitsColumn const& column,
                                        RawRows const& rows) {
  std::vector<std::int64_t> out(rows.count);
  bool const flip = is_unsigned_64(column);
  std::int64_t const zero = flip || column.code == 'L' ? 0 : static_cast<std::int64_t>(column.zero);
  std::size_t row = 0;
  std::optional<std::size_t> overflow;
  with_stored_type(column.code, [&]<class From>(From) {
    using Value = typename From::value_type;
    if constexpr (std::is_integral_v<Value>)
      for_each_row<From>(column, rows, std::span(out), [&](Value stored) {
        std::int64_t sum = 0;
        bool const fits = flip ? stored < 0 : !__builtin_add_overflow(std::int64_t{stored}, zero, &sum);
        if (!fits && !overflow) overflow = row;
        ++row;
        return flip ? static_cast<std::int64_t>(unsigned_64(stored)) : sum;
      });
  });
  if (overflow) refuse_value(table, column, rows.first + *overflow, "the number needs more than 63 bits");
  return out;
}

/// Doubles of a 64-bit column whose numbers are not scaled must not be rounded.
void refuse_rounded(FitsTable const& table, FitsColumn const& column, RawRows const& rows,
                    std::span<double const> values) {
  bool const counts = column.code == 'K' && column.scale == 1 && std::trunc(column.zero) == column.zero;
  if (!counts) return;
  constexpr double two_to_53 = 9007199254740992.0;  // below it doubles count without gaps
  for (std::size_t i = 0; i < values.size(); ++i)
    if (std::abs(values[i]) >= two_to_53)
      refuse_value(table, column, rows.first + i,
                   "from 2^53 on it loses digits: TNULL makes the column a floating one");
}

}  // namespace

FitsColumn const& single_number_column(FitsTable const& table, std::string_view name) {
  FitsColumn const* const column = table.find(name);
  std::string const place = std::string(trimmed(name)) + ": " + table.place;
  if (column == nullptr) {
    std::vector<std::string> names;
    for (FitsColumn const& c : table.columns) names.push_back(c.name);
    std::optional<std::string> const nearest = nearest_word(name, names);
    throw Failure(Fault::bad_data,
                  "no column " + place + " - " +
                      (nearest ? "did you mean " + *nearest + "?" : "is it the right table?"));
  }
  for (FitsColumn const& other : table.columns)
    if (&other != column && same_word(other.name, name))
      throw Failure(Fault::bad_data, "two columns of the name " + place +
                                         " (which one is meant is not known) - rename one of them");
  auto const refuse = [&](std::string const& what) {
    throw Failure(Fault::bad_data, "cannot use column " + place + " (it holds " + what +
                                       ", not one number per row) - " +
                                       "correct the file or leave this column out");
  };
  if (column->code == 'A') refuse("text");
  if (column->code == 'X') refuse("bits");
  if (!is_numeric(*column)) refuse("complex or variable-length values");
  if (column->repeat != 1) refuse(std::to_string(column->repeat) + " values");
  return *column;
}

void decode_reals(FitsColumn const& column, RawRows const& rows, UnitConversion unit, std::span<double> out) {
  with_stored_type(column.code, [&]<class From>(From) {
    using Value = typename From::value_type;
    if (!is_unscaled(column))
      return for_each_row<From>(column, rows, out,
                                [&](Value stored) { return unit(scaled(column, stored)); });
    // Units without a division, and those without any conversion, are what nearly all files have.
    if (unit.divide != 1)
      return for_each_row<From>(column, rows, out,
                                [unit](Value stored) { return unit(static_cast<double>(stored)); });
    double const factor = unit.multiply;
    for_each_row<From>(column, rows, out,
                       [factor](Value stored) { return static_cast<double>(stored) * factor; });
  });
}

ColumnValues decode_extra(FitsTable const& table, FitsColumn const& column, RawRows const& rows) {
  if (stays_whole(column)) return decode_wholes(table, column, rows);
  std::vector<double> values(rows.count);
  decode_reals(column, rows, {}, values);
  refuse_rounded(table, column, rows, values);
  return values;
}

}  // namespace engine

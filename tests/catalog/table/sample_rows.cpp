#include "sample_rows.hpp"

#include <bit>
#include <cmath>
#include <cstdio>
#include <limits>

namespace test_tables {

namespace {

using catalog::CellFormat;
using catalog::Datatype;

std::string big_endian(std::uint64_t value, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>((value >> (8 * i)) & 0xFF);
  return out;
}

std::string real_text(double value, bool is_float) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  char text[40];
  std::snprintf(text, sizeof text, is_float ? "%.9g" : "%.17g", value);
  return text;
}

std::string real_bytes(double value, bool is_float) {
  if (is_float) return big_endian(std::bit_cast<std::uint32_t>(static_cast<float>(value)), 4);
  return big_endian(std::bit_cast<std::uint64_t>(value), 8);
}

int integer_bytes(Datatype d) {
  return d == Datatype::long_ ? 8 : d == Datatype::int_ ? 4 : 2;  // PostgreSQL has no one-byte number
}

std::string array_text(Reals const& reals) {
  std::string out = "{";
  for (auto const& real : reals)
    (out += out.size() > 1 ? "," : "") += real ? real_text(*real, false) : "NULL";
  return out + "}";
}

std::string array_bytes(Reals const& reals) {
  constexpr std::uint64_t float8_oid = 701;
  std::string out = big_endian(reals.empty() ? 0 : 1, 4) + big_endian(0, 4) + big_endian(float8_oid, 4);
  if (!reals.empty()) out += big_endian(reals.size(), 4) + big_endian(1, 4);
  for (auto const& real : reals)
    out += real ? big_endian(8, 4) + real_bytes(*real, false) : big_endian(0xFFFFFFFF, 4);
  return out;
}

}  // namespace

std::vector<catalog::Column> sample_columns() {
  return {
      {.name = "flag", .datatype = Datatype::boolean},
      {.name = "byte", .datatype = Datatype::unsigned_byte},
      {.name = "small", .datatype = Datatype::short_int},
      {.name = "whole", .datatype = Datatype::int_, .ucd = "meta.number"},
      {.name = "large", .datatype = Datatype::long_, .arraysize = "1", .unit = "kbyte"},
      {.name = "single", .datatype = Datatype::float_, .unit = "TeV"},
      {.name = "s_ra", .datatype = Datatype::double_, .unit = "deg", .ucd = "pos.eq.ra"},
      {.name = "t_min",
       .datatype = Datatype::double_,
       .unit = "d",
       .ucd = "time.start;obs.exposure",
       .description = "Begin <of> \"run\" & more"},
      {.name = "text", .datatype = Datatype::char_, .arraysize = "*"},
      {.name = "unicode", .datatype = Datatype::unicode_char, .arraysize = "*"},
      {.name = "at", .datatype = Datatype::char_, .arraysize = "*", .xtype = "timestamp"},
      {.name = "s_region", .datatype = Datatype::double_, .arraysize = "*", .unit = "deg"},
      {.name = "pair", .datatype = Datatype::double_, .arraysize = "2", .xtype = "interval"},
      {.name = "obs_publisher_did", .datatype = Datatype::char_, .arraysize = "*", .ucd = "meta.ref.ivoid"}};
}

std::vector<ValueRow> sample_rows() {
  double const nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  using L = std::numeric_limits<std::int64_t>;
  using namespace std::string_literals;
  auto const whole = [](std::int64_t i) { return Value(i); };
  return {
      {true, whole(0), whole(1), whole(-1), whole(42), 0.5, 83.633, 53343.921597222, "Crab Nebula"s, "né😀"s,
       "2004-12-08 22:04:04.184"s, Reals{83.6, 22.0, 2.5}, Reals{1.0, 2.0}, "ivo://x/y?1&2"s},
      {false, whole(254), whole(32767), whole(2147483647), whole(L::max()), 3.4e38, inf, 1e-320,
       "<a href=\"x\">]]>&amp;'quoted', \"twice\"\n\ttab"s, "\xEF\xBF\xBF|\x01|end"s, "2016-02-29 00:00:00"s,
       Reals{1.5, -2.5, inf, nan, std::nullopt, 3.0}, Reals{-1e300, 1e-300}, "a b"s},
      {true, whole(1), whole(-32767), whole(-2147483647), whole(L::min() + 1), -1e-38, -inf, nan, ""s, ""s,
       "1999-12-31 23:59:59.999999"s, Reals{}, Reals{nan, std::nullopt}, "\x01\x0B\x1F"s},
      ValueRow(14)};
}

std::optional<std::string> as_postgres(Value const& value, catalog::Column const& column, CellFormat format) {
  bool const text = format == CellFormat::text, is_float = column.datatype == Datatype::float_;
  if (std::holds_alternative<std::monostate>(value)) return std::nullopt;
  if (auto const* truth = std::get_if<bool>(&value))
    return text ? (*truth ? "t" : "f") : std::string(1, *truth ? '\1' : '\0');
  if (auto const* integer = std::get_if<std::int64_t>(&value))
    return text ? std::to_string(*integer)
                : big_endian(static_cast<std::uint64_t>(*integer), integer_bytes(column.datatype));
  if (auto const* real = std::get_if<double>(&value))
    return text ? real_text(*real, is_float) : real_bytes(*real, is_float);
  if (auto const* reals = std::get_if<Reals>(&value)) return text ? array_text(*reals) : array_bytes(*reals);
  return std::get<std::string>(value);
}

TypedRows::TypedRows(std::vector<catalog::Column> columns, std::vector<ValueRow> const& rows,
                     CellFormat format, std::size_t repeat)
    : columns_(std::move(columns)), format_(format), end_(rows.size() * repeat) {
  for (ValueRow const& row : rows) {
    cells_.emplace_back();
    for (std::size_t i = 0; i < columns_.size(); ++i)
      cells_.back().push_back(as_postgres(row[i], columns_[i], format));
  }
}

bool TypedRows::next() { return next_ < end_ ? (++next_, true) : false; }

std::optional<std::string_view> TypedRows::cell(std::size_t column) const {
  auto const& cell = cells_[(next_ - 1) % cells_.size()][column];
  return cell ? std::optional<std::string_view>(*cell) : std::nullopt;
}

}  // namespace test_tables

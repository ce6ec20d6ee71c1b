#include "catalog/table/pg_cell.hpp"

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <limits>
#include <string>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace catalog {

namespace {

[[noreturn]] void unexpected_cell(CellFormat format, std::string_view cell, std::string_view wanted) {
  std::string const seen = format == CellFormat::binary ? std::to_string(cell.size()) + " bytes"
                                                        : "'" + std::string(cell.substr(0, 60)) + "'";
  throw engine::Failure(engine::Fault::internal, "cannot write a cell: the database sent " + seen +
                                                     " where " + std::string(wanted) +
                                                     " was declared - please report this with the query");
}

double real_of_text(std::string_view cell) {
  double value = 0;
  auto const [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (end == cell.data() + cell.size() && error == std::errc{}) return value;
  if (auto const lenient = engine::number(cell)) return *lenient;
  unexpected_cell(CellFormat::text, cell, "a number");
}

std::string timestamp_of_microseconds(std::int64_t since_2000) {
  using namespace std::chrono;
  if (since_2000 == std::numeric_limits<std::int64_t>::max()) return "infinity";
  if (since_2000 == std::numeric_limits<std::int64_t>::min()) return "-infinity";
  constexpr sys_days epoch = 2000y / January / 1;
  auto const days_since = floor<days>(microseconds(since_2000));
  year_month_day const date{epoch + days_since};
  hh_mm_ss const time{microseconds(since_2000) - days_since};
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  std::string out = text;
  if (auto const fraction = time.subseconds().count(); fraction != 0) {
    std::snprintf(text, sizeof text, ".%06d", static_cast<int>(fraction));
    out += text;
    out.erase(out.find_last_not_of('0') + 1);
  }
  return out;
}

}  // namespace

std::int64_t integer_of(CellFormat format, std::string_view cell) {
  if (format == CellFormat::text) {
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (end == cell.data() + cell.size() && error == std::errc{}) return value;
    if (cell == "t" || cell == "f") return cell == "t" ? 1 : 0;
    double const real = real_of_text(cell);  // numeric sums of whole numbers
    if (std::abs(real) < 9.2e18) return static_cast<std::int64_t>(std::llround(real));
    unexpected_cell(format, cell, "a whole number");
  }
  switch (cell.size()) {
    case 1: return big_endian<std::uint8_t>(cell.data());
    case 2: return static_cast<std::int16_t>(big_endian<std::uint16_t>(cell.data()));
    case 4: return static_cast<std::int32_t>(big_endian<std::uint32_t>(cell.data()));
    case 8: return static_cast<std::int64_t>(big_endian<std::uint64_t>(cell.data()));
    default: unexpected_cell(format, cell, "a whole number");
  }
}

double real_of(CellFormat format, std::string_view cell) {
  if (format == CellFormat::text) return real_of_text(cell);
  switch (cell.size()) {
    case 4: return static_cast<double>(std::bit_cast<float>(big_endian<std::uint32_t>(cell.data())));
    case 8: return std::bit_cast<double>(big_endian<std::uint64_t>(cell.data()));
    default: unexpected_cell(format, cell, "a floating-point number");
  }
}

bool truth_of(CellFormat format, std::string_view cell) {
  if (format == CellFormat::text && !cell.empty()) {
    char const first = cell.front();
    if (first == 't' || first == 'T' || first == '1') return true;
    if (first == 'f' || first == 'F' || first == '0') return false;
    unexpected_cell(format, cell, "a truth value");
  }
  return integer_of(format, cell) != 0;
}

std::string timestamp_of(CellFormat format, std::string_view cell) {
  if (format == CellFormat::binary && cell.size() == 8)
    return timestamp_of_microseconds(static_cast<std::int64_t>(big_endian<std::uint64_t>(cell.data())));
  std::string text(cell);
  if (text.size() > 10 && text[10] == ' ') text[10] = 'T';
  for (std::string_view zone : {"+00:00", "+00", "Z"})
    if (text.size() > 11 && text.ends_with(zone)) {
      text.resize(text.size() - zone.size());
      break;
    }
  return text;
}

ArrayElements::ArrayElements(CellFormat format, std::string_view cell) : format_(format), rest_(cell) {
  if (format == CellFormat::text) return;
  if (cell.size() < 12) unexpected_cell(format, cell, "an array");
  std::size_t const dimensions = big_endian<std::uint32_t>(cell.data());
  if (dimensions > 6 || cell.size() < 12 + 8 * dimensions) unexpected_cell(format, cell, "an array");
  left_ = dimensions == 0 ? 0 : 1;
  for (std::size_t i = 0; i < dimensions; ++i) left_ *= big_endian<std::uint32_t>(cell.data() + 12 + 8 * i);
  rest_.remove_prefix(12 + 8 * dimensions);
}

bool ArrayElements::next() { return format_ == CellFormat::text ? next_text() : next_binary(); }

std::optional<std::string_view> ArrayElements::element() const { return element_; }

bool ArrayElements::next_text() {
  std::size_t const from = rest_.find_first_not_of("{}, ");
  if (from == std::string_view::npos) return false;
  rest_.remove_prefix(from);
  bool const quoted = rest_.front() == '"';
  if (quoted) rest_.remove_prefix(1);
  std::size_t const to = std::min(rest_.find_first_of(quoted ? "\"" : ",} "), rest_.size());
  std::string_view const word = rest_.substr(0, to);
  rest_.remove_prefix(std::min(to + (quoted ? 1 : 0), rest_.size()));
  element_ = word == "NULL" && !quoted ? std::nullopt : std::optional(word);
  return true;
}

bool ArrayElements::next_binary() {
  if (left_ == 0) return false;
  --left_;
  if (rest_.size() < 4) unexpected_cell(format_, rest_, "an array");
  auto const bytes = static_cast<std::int32_t>(big_endian<std::uint32_t>(rest_.data()));
  rest_.remove_prefix(4);
  element_ = std::nullopt;
  if (bytes < 0) return true;
  if (rest_.size() < static_cast<std::size_t>(bytes)) unexpected_cell(format_, rest_, "an array");
  element_ = rest_.substr(0, static_cast<std::size_t>(bytes));
  rest_.remove_prefix(static_cast<std::size_t>(bytes));
  return true;
}

}  // namespace catalog

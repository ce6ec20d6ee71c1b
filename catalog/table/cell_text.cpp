#include "catalog/table/cell_text.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>

#include "catalog/table/pg_cell.hpp"
#include "engine/base/expects.hpp"

namespace catalog {

namespace {

template <class Number>
void append_number(std::string& out, Number value) {
  char text[40];
  auto const [end, error] = std::to_chars(text, text + sizeof text, value);
  out.append(text, end);
}

template <class Real>
void append_real(std::string& out, Real value, Spelling spelling) {
  if (std::isfinite(value)) return append_number(out, value);
  if (std::isnan(value)) {
    out += "NaN";
    return;
  }
  bool const votable = spelling == Spelling::votable;
  out += value > 0 ? (votable ? "+Inf" : "Infinity") : (votable ? "-Inf" : "-Infinity");
}

/// PostgreSQL's shortest round-trip digits are good as they are; only words need another spelling.
bool is_finite_number(std::string_view text) {
  char const first = text.size() > 1 && text.front() == '-' ? text[1] : text.empty() ? '?' : text.front();
  return first >= '0' && first <= '9';
}

void append_scalar_text(std::string& out, Datatype datatype, CellFormat format, std::string_view cell,
                        Spelling spelling) {
  bool const real = datatype == Datatype::float_ || datatype == Datatype::double_;
  if (datatype == Datatype::boolean) {
    out += truth_of(format, cell) ? "true" : "false";
  } else if (format == CellFormat::text && is_finite_number(cell)) {
    out += cell;
  } else if (!real) {
    append_number(out, integer_of(format, cell));
  } else if (datatype == Datatype::float_) {
    append_real(out, static_cast<float>(real_of(format, cell)), spelling);
  } else {
    append_real(out, real_of(format, cell), spelling);
  }
}

void append_null_element(std::string& out, Datatype datatype) {
  if (datatype == Datatype::float_ || datatype == Datatype::double_)
    out += "NaN";
  else if (datatype == Datatype::boolean)
    out += '?';
  else
    append_number(out, null_integer(datatype));
}

}  // namespace

std::int64_t null_integer(Datatype datatype) {
  switch (datatype) {
    case Datatype::unsigned_byte: return 255;
    case Datatype::short_int: return std::numeric_limits<std::int16_t>::min();
    case Datatype::int_: return std::numeric_limits<std::int32_t>::min();
    case Datatype::long_: return std::numeric_limits<std::int64_t>::min();
    case Datatype::boolean:
    case Datatype::float_:
    case Datatype::double_:
    case Datatype::char_:
    case Datatype::unicode_char: break;
  }
  EXPECTS(false && "only whole numbers have a null value");
  return 0;
}

void append_numbers(std::string& out, CellShape const& shape, CellFormat format, std::string_view cell,
                    Spelling spelling) {
  if (!shape.array) return append_scalar_text(out, shape.datatype, format, cell, spelling);
  bool first = true;
  for (ArrayElements elements(format, cell); elements.next(); first = false) {
    if (!first) out += ' ';
    if (auto const element = elements.element())
      append_scalar_text(out, shape.datatype, format, *element, spelling);
    else
      append_null_element(out, shape.datatype);
  }
}

void append_null_array(std::string& out, CellShape const& shape) {
  for (std::size_t i = 0; i < shape.fixed; ++i) {
    if (i > 0) out += ' ';
    append_null_element(out, shape.datatype);
  }
}

std::string_view text_of_cell(CellShape const& shape, CellFormat format, std::string_view cell,
                              std::string& keep) {
  if (!shape.timestamp) return cell;
  keep = timestamp_of(format, cell);
  return keep;
}

}  // namespace catalog

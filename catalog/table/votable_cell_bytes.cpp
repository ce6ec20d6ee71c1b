#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "catalog/table/cell_text.hpp"
#include "catalog/table/pg_cell.hpp"
#include "catalog/table/utf8.hpp"
#include "catalog/table/votable_fields.hpp"

namespace catalog {

namespace {

/// UTF-8 that the database accepts: no NUL (the text ends there), no broken bytes.
std::string clean_text(std::string_view bytes) {
  bytes = bytes.substr(0, bytes.find('\0'));
  std::string out;
  while (!bytes.empty()) {
    CodePoint const point = first_code_point(bytes);
    out += point.bytes == 0 ? replacement_character : bytes.substr(0, point.bytes);
    bytes.remove_prefix(std::max<std::size_t>(point.bytes, 1));
  }
  return out;
}

std::string text_of_bytes(Datatype datatype, std::string_view bytes) {
  if (datatype == Datatype::char_) return clean_text(bytes);
  std::string utf8;
  append_from_utf16be(utf8, bytes);
  return clean_text(utf8);
}

std::optional<std::string> truth_of_byte(char byte) {
  if (byte == 'T' || byte == 't' || byte == '1') return "t";
  if (byte == 'F' || byte == 'f' || byte == '0') return "f";
  return std::nullopt;  // '?', blank and zero stand for unknown
}

std::optional<std::string> number_of_bytes(VotableField const& field, std::string_view bytes) {
  bool const real = field.column.datatype == Datatype::float_ || field.column.datatype == Datatype::double_;
  if (real && std::isnan(real_of(CellFormat::binary, bytes)))
    return field.shape.array ? std::optional<std::string>("NaN") : std::nullopt;
  if (!real && field.null == integer_of(CellFormat::binary, bytes)) return std::nullopt;
  CellShape scalar = field.shape;
  scalar.array = false;
  std::string text;
  append_numbers(text, scalar, CellFormat::binary, bytes, Spelling::plain);
  return text;
}

std::optional<std::string> element_at(VotableField const& field, std::string_view bytes, std::size_t i) {
  if (field.bits) return (static_cast<std::uint8_t>(bytes[i / 8]) >> (7 - i % 8)) & 1 ? "1" : "0";
  if (field.column.datatype == Datatype::boolean) return truth_of_byte(bytes[i]);
  std::size_t const size = bytes_of(field.column.datatype);
  return number_of_bytes(field, bytes.substr(i * size, size));
}

std::size_t bytes_of_elements(VotableField const& field, std::size_t count) {
  return field.bits ? (count + 7) / 8 : count * bytes_of(field.column.datatype);
}

}  // namespace

bool cell_of_bytes(VotableField const& field, std::string_view& bytes, std::size_t most,
                   std::optional<std::string>& cell) {
  bool const variable = field.shape.fixed == 0 && (field.shape.array || field.shape.text);
  std::size_t count = field.shape.array || field.shape.text ? field.shape.fixed : 1;
  std::size_t const header = variable ? 4 : 0;
  if (bytes.size() < header) return false;
  // A variable array counts its elements, which for complex numbers are pairs.
  if (variable) count = big_endian<std::uint32_t>(bytes.data()) * (field.complex ? std::size_t{2} : 1);
  std::size_t const size = bytes_of_elements(field, count);
  if (size > most)
    throw VotableProblem("column '" + field.column.name + "': a cell of " + std::to_string(size) +
                         " bytes, more than the " + std::to_string(most) + " allowed");
  if (bytes.size() < header + size) return false;
  std::string_view const content = bytes.substr(header, size);
  bytes.remove_prefix(header + size);
  if (field.shape.text) {
    cell = text_of_bytes(field.column.datatype, content);
  } else if (!field.shape.array) {
    cell = element_at(field, content, 0);
  } else {
    std::string array = "{";
    for (std::size_t i = 0; i < count; ++i)
      (array += i > 0 ? "," : "") += element_at(field, content, i).value_or("NULL");
    cell = array + '}';
  }
  return true;
}

}  // namespace catalog

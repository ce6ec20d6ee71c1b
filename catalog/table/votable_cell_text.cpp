#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>

#include "catalog/table/utf8.hpp"
#include "catalog/table/votable_fields.hpp"
#include "engine/base/text.hpp"

namespace catalog {

namespace {

[[noreturn]] void bad_value(VotableField const& field, std::string_view word) {
  throw VotableProblem("column '" + field.column.name + "': '" + std::string(word.substr(0, 40)) +
                       "' is no value of " + std::string(votable_word(field.column.datatype)));
}

/// Decimal or 0x hexadecimal (VOTable 1.4 section 6), within the range of the type.
std::int64_t whole_number(VotableField const& field, std::string_view word) {
  bool const plus = word.starts_with('+');
  std::string_view digits = plus ? word.substr(1) : word;
  bool const hexadecimal = digits.starts_with("0x") || digits.starts_with("0X");
  if (hexadecimal) digits.remove_prefix(2);
  std::int64_t value = 0;
  auto const [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, hexadecimal ? 16 : 10);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits.empty()) bad_value(field, word);
  std::size_t const bytes = bytes_of(field.column.datatype);
  std::int64_t const highest =
      bytes == 1 ? 255 : std::numeric_limits<std::int64_t>::max() >> (64 - 8 * bytes);
  if (value > highest || value < (bytes == 1 ? 0 : -highest - 1)) bad_value(field, word);
  return value;
}

std::optional<std::string> integer_word(VotableField const& field, std::string_view word) {
  std::int64_t const value = whole_number(field, word);
  return field.null == value ? std::nullopt : std::optional(std::to_string(value));
}

std::optional<std::string> real_word(VotableField const& field, std::string_view word) {
  std::string const small = engine::lower(word);
  if (small == "nan") return field.shape.array ? std::optional<std::string>("NaN") : std::nullopt;
  if (small == "inf" || small == "+inf" || small == "infinity" || small == "+infinity") return "Infinity";
  if (small == "-inf" || small == "-infinity") return "-Infinity";
  auto const value = engine::number(word);
  if (!value) bad_value(field, word);
  // A float that does not fit would make the database refuse the whole upload.
  bool const is_float = field.column.datatype == Datatype::float_;
  if (is_float && std::abs(*value) > std::numeric_limits<float>::max()) bad_value(field, word);
  if (is_float && *value != 0 && std::abs(*value) < 1e-45) return "0";
  return engine::shortest(*value);
}

std::optional<std::string> truth_word(VotableField const& field, std::string_view word) {
  std::string const small = engine::lower(word);
  if (small == "t" || small == "true" || small == "1") return "t";
  if (small == "f" || small == "false" || small == "0") return "f";
  if (small == "?") return std::nullopt;
  bad_value(field, word);
}

std::optional<std::string> element(VotableField const& field, std::string_view word) {
  switch (field.column.datatype) {
    case Datatype::boolean: return truth_word(field, word);
    case Datatype::unsigned_byte:
    case Datatype::short_int:
    case Datatype::int_:
    case Datatype::long_: return integer_word(field, word);
    case Datatype::float_:
    case Datatype::double_: return real_word(field, word);
    case Datatype::char_:
    case Datatype::unicode_char: break;
  }
  bad_value(field, word);
}

constexpr std::string_view blanks = " \t\r\n";

/// Steps through words; digits of bits may stand without blanks between them.
std::string_view take_word(std::string_view& rest, bool one_character) {
  std::size_t const from = std::min(rest.find_first_not_of(blanks), rest.size());
  rest.remove_prefix(from);
  std::size_t const to = one_character ? std::min<std::size_t>(1, rest.size())
                                       : std::min(rest.find_first_of(blanks), rest.size());
  std::string_view const word = rest.substr(0, to);
  rest.remove_prefix(to);
  return word;
}

}  // namespace

std::optional<std::string> cell_of_text(VotableField const& field, std::string_view text) {
  if (field.shape.text) return text.empty() ? std::nullopt : std::optional<std::string>(text);
  std::string_view rest = text;
  std::string_view word = take_word(rest, field.bits);
  if (word.empty()) return std::nullopt;
  if (!field.shape.array) {
    if (!engine::trimmed(rest).empty()) bad_value(field, text);
    return element(field, word);
  }
  std::string array = "{";
  std::size_t count = 0;
  for (; !word.empty(); word = take_word(rest, field.bits), ++count) {
    if (count > 0) array += ',';
    array += element(field, word).value_or("NULL");
  }
  if (field.shape.fixed > 0 && count != field.shape.fixed)
    throw VotableProblem("column '" + field.column.name + "': " + std::to_string(count) + " elements where " +
                         std::to_string(field.shape.fixed) + " are declared");
  return array + '}';
}

}  // namespace catalog

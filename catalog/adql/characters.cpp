#include "catalog/adql/characters.hpp"

#include <cstdio>

namespace catalog::adql {

namespace {

struct Advice {
  char32_t code;
  char const* text;
};

constexpr Advice advice[] = {
    {U'\u2018', "typographic quotes do not delimit strings, write '"},
    {U'\u2019', "typographic quotes do not delimit strings, write '"},
    {U'\u201A', "typographic quotes do not delimit strings, write '"},
    {U'\u00B4', "accents do not delimit strings, write '"},
    {U'\u201C', "typographic quotes do not delimit names, write \""},
    {U'\u201D', "typographic quotes do not delimit names, write \""},
    {U'\u201E', "typographic quotes do not delimit names, write \""},
    {U'`', "names are delimited by double quotes, strings by single ones"},
    {U'[', "names are delimited by double quotes, not by brackets"},
    {U']', "names are delimited by double quotes, not by brackets"},
    {U'\u2212', "this is no minus sign, write -"},
    {U'\u2013', "this is no minus sign, write -"},
    {U'\u2014', "this is no minus sign, write -"},
    {U'\u00D7', "the product is written *"},
    {U'\u00B7', "the product is written *"},
    {U'\u2264', "write <="},
    {U'\u2265', "write >="},
    {U'\u2260', "write <> or !="},
    {U'\\', "there are no escapes in ADQL, a quote inside a string is written ''"},
    {U'!', "not equal is written != or <>, negation NOT"},
    {U'|', "texts are joined by ||, conditions by OR"},
    {U'&', "conditions are joined by AND; there are no bitwise operators"},
    {U'%', "the remainder is written MOD(a, b)"},
    {U'^', "powers are written POWER(a, b)"},
    {U'~', "there are no bitwise operators and no regular expressions; texts are matched by LIKE"},
    {U':', "types are changed by CAST(x AS type)"},
    {U'?', "queries have no parameters, write the value"},
    {U'@', "queries have no variables, write the value"},
    {U'$', "queries have no parameters, write the value"},
    {U'#', "comments begin with --"},
    {U'{', "this bracket has no meaning in ADQL, write ("},
    {U'}', "this bracket has no meaning in ADQL, write )"},
    {U'_', "names begin with a letter; others are written in double quotes"},
};

constexpr std::size_t shown_characters = 40;

std::string hexadecimal(char const* format, unsigned value) {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, format, value);
  return buffer;
}

int sequence_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  if (lead >= 0xF0 && lead < 0xF5) return 4;
  return 0;
}

bool is_scalar_value(char32_t code, int bytes) {
  constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  return code >= smallest[bytes] && code <= 0x10FFFF && !(code >= 0xD800 && code <= 0xDFFF);
}

}  // namespace

Character first_character(std::string_view text) {
  auto const byte = [&](int i) { return static_cast<unsigned char>(text[static_cast<std::size_t>(i)]); };
  int const bytes = sequence_length(byte(0));
  Character const bad{byte(0), 1, false};
  if (bytes == 1) return {byte(0), 1, true};
  if (bytes == 0 || text.size() < static_cast<std::size_t>(bytes)) return bad;
  char32_t code = byte(0) & (0x7Fu >> bytes);
  for (int i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0u) != 0x80u) return bad;
    code = (code << 6) | (byte(i) & 0x3Fu);
  }
  return is_scalar_value(code, bytes) ? Character{code, bytes, true} : bad;
}

bool is_blank(char32_t code) {
  return code == U' ' || (code >= U'\t' && code <= U'\r') || code == 0xA0 ||
         (code >= 0x2000 && code <= 0x200B) || code == 0x202F || code == 0x205F || code == 0x3000 ||
         code == 0xFEFF;
}

std::string complaint_about(Character character, std::string_view text_from_there) {
  if (!character.valid) return "byte " + hexadecimal("0x%02X", character.code) + " is not UTF-8";
  if (character.code < 0x20 || character.code == 0x7F)
    return "control character " + hexadecimal("U+%04X", character.code) + " cannot stand in a query";
  std::string const shown(text_from_there.substr(0, static_cast<std::size_t>(character.bytes)));
  for (Advice const& row : advice)
    if (row.code == character.code) return "unexpected '" + shown + "': " + row.text;
  return "unexpected '" + shown + "': names with letters other than A to Z are written in double quotes";
}

std::string shortened(std::string_view text) {
  std::string out;
  std::size_t characters = 0;
  while (!text.empty() && characters < shown_characters) {
    Character const next = first_character(text);
    bool const printable = next.valid && next.code >= 0x20 && next.code != 0x7F;
    out += printable ? std::string(text.substr(0, static_cast<std::size_t>(next.bytes))) : " ";
    text.remove_prefix(static_cast<std::size_t>(next.bytes));
    ++characters;
  }
  return text.empty() ? out : out + "...";
}

}  // namespace catalog::adql

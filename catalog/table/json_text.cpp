#include "catalog/table/json_text.hpp"

#include <cstdint>
#include <cstdio>

#include "catalog/table/utf8.hpp"

namespace catalog {

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t at = 0;
  while (at < text.size()) {
    auto const c = static_cast<std::uint8_t>(text[at]);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += text[at++];
    } else if (c < 0x20 || c == '<' || c == 0x7F) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
      out += escape;
      ++at;
    } else if (c < 0x80) {
      out += text[at++];
    } else {
      std::size_t const bytes = first_code_point(text.substr(at)).bytes;
      out += bytes == 0 ? replacement_character : text.substr(at, bytes);
      at += bytes == 0 ? 1 : bytes;
    }
  }
  out += '"';
}

void append_json_member(std::string& out, std::string_view name, std::string_view value) {
  append_json_string(out, name);
  out += ':';
  append_json_string(out, value);
}

}  // namespace catalog

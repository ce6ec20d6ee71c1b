#include "jobs/clean_text.hpp"

namespace jobs {

namespace {

unsigned byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

bool between(unsigned byte, unsigned low, unsigned high) { return low <= byte && byte <= high; }

/// Length of the well-formed character at the beginning; 0: there is none.
std::size_t character_bytes(std::string_view text) {
  unsigned const first = byte_at(text, 0), second = byte_at(text, 1);
  auto const tail = [&](std::size_t at) { return between(byte_at(text, at), 0x80, 0xBF); };
  if (first < 0x80) return first >= 0x20 && first != 0x7F ? 1 : (first == '\t' || first == '\n' ? 1 : 0);
  if (between(first, 0xC2, 0xDF)) return tail(1) ? 2 : 0;
  if (between(first, 0xE0, 0xEF)) {
    // Neither overlong forms nor surrogates.
    bool const fits = between(second, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF);
    return fits && tail(2) ? 3 : 0;
  }
  if (between(first, 0xF0, 0xF4)) {
    bool const fits = between(second, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF);
    return fits && tail(2) && tail(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

std::string clean_text(std::string_view text, std::size_t longest) {
  std::string out;
  while (!text.empty()) {
    std::size_t const bytes = character_bytes(text);
    std::string_view const character = bytes > 0 ? text.substr(0, bytes) : "\xEF\xBF\xBD";
    if (out.size() + character.size() > longest) return out + "...";
    out += character;
    text.remove_prefix(bytes > 0 ? bytes : 1);
  }
  return out;
}

}  // namespace jobs

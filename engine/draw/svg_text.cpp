#include "engine/draw/svg_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>

namespace engine {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Length of the valid UTF-8 sequence of a printable character at the start of `text`, or 0.
std::size_t sequence_length(std::string_view text) {
  auto const byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  auto const continues = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xc0) == 0x80; };
  std::uint8_t const first = byte(0);
  if (first < 0x80) return first >= 0x20 && first != 0x7f ? 1 : 0;
  if (first >= 0xc2 && first < 0xe0) return continues(1) && (first != 0xc2 || byte(1) >= 0xa0) ? 2 : 0;
  if (first >= 0xe0 && first < 0xf0) {
    if (!continues(1) || !continues(2)) return 0;
    bool const overlong = first == 0xe0 && byte(1) < 0xa0, surrogate = first == 0xed && byte(1) >= 0xa0;
    bool const no_character = first == 0xef && byte(1) == 0xbf && byte(2) >= 0xbe;
    return overlong || surrogate || no_character ? 0 : 3;
  }
  if (first >= 0xf0 && first < 0xf5) {
    if (!continues(1) || !continues(2) || !continues(3)) return 0;
    bool const overlong = first == 0xf0 && byte(1) < 0x90, too_large = first == 0xf4 && byte(1) >= 0x90;
    return overlong || too_large ? 0 : 4;
  }
  return 0;
}

std::string replaced(std::string_view text, std::string_view what, std::string_view by) {
  std::string out;
  for (std::size_t from = 0;;) {
    std::size_t const at = text.find(what, from);
    out += text.substr(from, at == text.npos ? text.npos : at - from);
    if (at == text.npos) return out;
    out += by;
    from = at + what.size();
  }
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t const length = sequence_length(text);
    out += length == 0 ? std::string_view("?") : text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

std::string xml_escaped(std::string_view text) {
  std::string out = replaced(text, "&", "&amp;");
  out = replaced(out, "<", "&lt;");
  out = replaced(out, ">", "&gt;");
  return replaced(out, "\"", "&quot;");
}

std::string with_own_numbers(std::string_view svg) {
  constexpr std::array<std::string_view, 4> starts{"id=\"image", "id=\"surface", "#image", "#surface"};
  std::map<std::string, std::size_t> own;
  std::string out;
  std::size_t from = 0;
  for (std::size_t at = svg.find_first_of("i#"); at != svg.npos; at = svg.find_first_of("i#", at + 1)) {
    auto const start = std::find_if(starts.begin(), starts.end(),
                                    [&](std::string_view s) { return svg.substr(at).starts_with(s); });
    if (start == starts.end()) continue;
    std::size_t const number = at + start->size();
    std::size_t end = number;
    while (end < svg.size() && is_digit(svg[end])) ++end;
    out += svg.substr(from, number - from);
    std::string const cairos_number(svg.substr(number, end - number));
    out += std::to_string(own.try_emplace(cairos_number, own.size() + 1).first->second);
    from = end;
  }
  return out += svg.substr(from);
}

std::string with_description(std::string_view svg, std::string_view title, std::string_view description) {
  std::string out = replaced(svg, "<image id=", "<image style=\"image-rendering:pixelated\" id=");
  std::size_t const head = out.find("<svg ");
  std::size_t const body = head == out.npos ? out.npos : out.find('>', head);
  if (body == out.npos) return out;
  out.insert(body + 1,
             "\n<title>" + xml_escaped(title) + "</title>\n<desc>" + xml_escaped(description) + "</desc>");
  out.insert(head + 5, "role=\"img\" ");
  return out;
}

}  // namespace engine

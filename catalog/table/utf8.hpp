/// UTF-8 as it comes from outside: decoded strictly, and never trusted to be well formed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace catalog {

struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 0;  ///< how many bytes of the text it took; 0: not a well-formed sequence
};

/// The code point at the beginning of a text that is not empty. Refuses overlong forms, surrogates, and
/// values above U+10FFFF (RFC 3629).
CodePoint first_code_point(std::string_view text);

/// U+FFFD, for what cannot be written.
inline constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

void append_utf8(std::string& out, char32_t value);

/// One byte per character: ASCII as it is, any other character (or broken byte) as '?'.
void append_as_ascii(std::string& out, std::string_view utf8);

/// UTF-16 in big-endian order, surrogate pairs above U+FFFF; broken bytes as U+FFFD. Returns how many 16-bit
/// units.
std::size_t append_as_utf16be(std::string& out, std::string_view utf8);

/// The reverse; a lone surrogate becomes U+FFFD, an odd last byte is left out.
void append_from_utf16be(std::string& out, std::string_view units);

}  // namespace catalog

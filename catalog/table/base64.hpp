/// Base64 (RFC 4648 section 4) in pieces: bytes in, lines out, and back.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace catalog {

/// Appends the encoding of `bytes`; padded with '=' where their number is no multiple of three.
void append_base64(std::string& out, std::string_view bytes);

/// Decodes text that comes in pieces of any length. White space is skipped.
class Base64Decoder {
 public:
  /// Appends what can be decoded so far; false at a character that is not base64, or one behind the padding.
  bool decode(std::string& out, std::string_view text);
  bool complete() const { return digits_ == 0; }  ///< no digits are left over

 private:
  std::uint32_t bits_ = 0;
  int digits_ = 0;
  int padding_ = 0;
};

}  // namespace catalog

#include "catalog/table/base64.hpp"

namespace catalog {

namespace {

constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::int8_t no_digit = -1, white = -2, pad = -3;

constexpr std::array<std::int8_t, 256> values = [] {
  std::array<std::int8_t, 256> table{};
  table.fill(no_digit);
  for (std::size_t i = 0; i < digits.size(); ++i)
    table[static_cast<std::uint8_t>(digits[i])] = static_cast<std::int8_t>(i);
  for (char c : {' ', '\t', '\r', '\n'}) table[static_cast<std::uint8_t>(c)] = white;
  table['='] = pad;
  return table;
}();

}  // namespace

void append_base64(std::string& out, std::string_view bytes) {
  std::size_t const start = out.size();
  out.resize(start + (bytes.size() + 2) / 3 * 4, '=');
  char* to = out.data() + start;
  auto const byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<std::uint8_t>(bytes[i]));
  };
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) {
    std::uint32_t const three = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    *to++ = digits[three >> 18];
    *to++ = digits[(three >> 12) & 63];
    *to++ = digits[(three >> 6) & 63];
    *to++ = digits[three & 63];
  }
  if (i == bytes.size()) return;
  std::uint32_t const last = byte(i) << 16 | (i + 1 < bytes.size() ? byte(i + 1) << 8 : 0);
  *to++ = digits[last >> 18];
  *to++ = digits[(last >> 12) & 63];
  if (i + 1 < bytes.size()) *to = digits[(last >> 6) & 63];
}

bool Base64Decoder::decode(std::string& out, std::string_view text) {
  for (char c : text) {
    std::int8_t const value = values[static_cast<std::uint8_t>(c)];
    if (value == white) continue;
    if (value == no_digit) return false;
    if (value == pad) {
      // The padding belongs to a group of two or three digits; it completes the group.
      if (padding_ == 0 && digits_ < 2) return false;
      ++padding_;
      if (digits_ + padding_ > 4) return false;
      if (digits_ + padding_ < 4) continue;
      std::uint32_t const group = bits_ << (6 * padding_);
      out += static_cast<char>((group >> 16) & 0xFF);
      if (digits_ == 3) out += static_cast<char>((group >> 8) & 0xFF);
      digits_ = 0;
      padding_ = 3;  // nothing may follow
      bits_ = 0;
      continue;
    }
    if (padding_ > 0) return false;
    bits_ = bits_ << 6 | static_cast<std::uint32_t>(value);
    if (++digits_ < 4) continue;
    out += static_cast<char>((bits_ >> 16) & 0xFF);
    out += static_cast<char>((bits_ >> 8) & 0xFF);
    out += static_cast<char>(bits_ & 0xFF);
    bits_ = 0;
    digits_ = 0;
  }
  return true;
}

}  // namespace catalog

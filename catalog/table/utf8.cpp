#include "catalog/table/utf8.hpp"

#include <array>

namespace catalog {

namespace {

std::uint8_t byte_at(std::string_view text, std::size_t i) { return static_cast<std::uint8_t>(text[i]); }

void append_unit(std::string& out, std::uint32_t unit) {
  out += static_cast<char>((unit >> 8) & 0xFF);
  out += static_cast<char>(unit & 0xFF);
}

}  // namespace

CodePoint first_code_point(std::string_view text) {
  std::uint8_t const lead = byte_at(text, 0);
  if (lead < 0x80) return {lead, 1};
  if (lead < 0xC2 || lead > 0xF4) return {};
  std::size_t const bytes = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() < bytes) return {};
  std::uint32_t value = lead & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte_at(text, i) & 0xC0) != 0x80) return {};
    value = (value << 6) | (byte_at(text, i) & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
  bool const surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < smallest[bytes] || value > 0x10FFFF || surrogate) return {};
  return {static_cast<char32_t>(value), bytes};
}

void append_utf8(std::string& out, char32_t value) {
  auto const trail = [&](unsigned shift) { out += static_cast<char>(0x80 | ((value >> shift) & 0x3F)); };
  if (value < 0x80) {
    out += static_cast<char>(value);
  } else if (value < 0x800) {
    out += static_cast<char>(0xC0 | (value >> 6));
    trail(0);
  } else if (value < 0x10000) {
    out += static_cast<char>(0xE0 | (value >> 12));
    trail(6);
    trail(0);
  } else {
    out += static_cast<char>(0xF0 | (value >> 18));
    trail(12);
    trail(6);
    trail(0);
  }
}

void append_as_ascii(std::string& out, std::string_view utf8) {
  while (!utf8.empty()) {
    CodePoint const point = first_code_point(utf8);
    out += point.bytes == 1 ? static_cast<char>(point.value) : '?';
    utf8.remove_prefix(point.bytes == 0 ? 1 : point.bytes);
  }
}

std::size_t append_as_utf16be(std::string& out, std::string_view utf8) {
  std::size_t const before = out.size();
  while (!utf8.empty()) {
    CodePoint const point = first_code_point(utf8);
    std::uint32_t const value = point.bytes == 0 ? 0xFFFD : static_cast<std::uint32_t>(point.value);
    if (value < 0x10000) {
      append_unit(out, value);
    } else {
      append_unit(out, 0xD800 + ((value - 0x10000) >> 10));
      append_unit(out, 0xDC00 + ((value - 0x10000) & 0x3FF));
    }
    utf8.remove_prefix(point.bytes == 0 ? 1 : point.bytes);
  }
  return (out.size() - before) / 2;
}

void append_from_utf16be(std::string& out, std::string_view units) {
  auto const unit = [&](std::size_t i) {
    return static_cast<std::uint32_t>(byte_at(units, 2 * i)) << 8 | byte_at(units, 2 * i + 1);
  };
  std::size_t const count = units.size() / 2;
  for (std::size_t i = 0; i < count; ++i) {
    std::uint32_t const high = unit(i);
    bool const is_high = high >= 0xD800 && high < 0xDC00, is_low = high >= 0xDC00 && high < 0xE000;
    std::uint32_t const low = is_high && i + 1 < count ? unit(i + 1) : 0;
    if (is_high && low >= 0xDC00 && low < 0xE000) {
      append_utf8(out, static_cast<char32_t>(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)));
      ++i;
    } else {
      append_utf8(out, is_high || is_low ? U'\uFFFD' : static_cast<char32_t>(high));
    }
  }
}

}  // namespace catalog

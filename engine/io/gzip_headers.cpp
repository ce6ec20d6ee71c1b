#include "engine/io/gzip_headers.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <zlib.h>

#include "engine/base/text.hpp"

namespace engine {

namespace {

constexpr std::size_t first_look = std::size_t{1} << 14, window = std::size_t{1} << 19;
constexpr std::size_t block = 2880, card = 80;

struct CloseGzip {
  void operator()(gzFile_s* f) const noexcept { gzclose(f); }
};

using GzipHandle = std::unique_ptr<gzFile_s, CloseGzip>;

/// Doubles what has been inflated so far; false at the end of the window or of the file.
bool inflate_more(GzipHandle const& file, std::string& text) {
  std::size_t const had = text.size(), wanted = std::max(2 * had, first_look);
  if (!file || wanted > window) return false;
  text.resize(wanted);
  int const got = gzread(file.get(), text.data() + had, static_cast<unsigned>(wanted - had));
  text.resize(had + (got > 0 ? static_cast<std::size_t>(got) : 0));
  return text.size() > had;
}

/// The keywords needed to name an HDU and to jump over it, as written; and where its data start.
struct QuickHeader {
  std::map<std::string, std::string, std::less<>> values;
  std::size_t data_start = 0;

  std::string_view text(std::string_view keyword) const {
    auto const found = values.find(keyword);
    return found == values.end() ? std::string_view{} : found->second;
  }
  std::int64_t integer(std::string_view keyword, std::int64_t otherwise) const {
    return whole_number(text(keyword)).value_or(otherwise);
  }
};

/// "'EVENTS  '           / name" and "7613 / rows" without quotes and comment.
std::string plain_value(std::string_view field) {
  field = trimmed(field);
  if (!field.starts_with('\'')) return std::string(trimmed(field.substr(0, field.find('/'))));
  field.remove_prefix(1);
  return std::string(trimmed(field.substr(0, field.find('\''))));
}

/// Nothing if the header does not end within the text.
std::optional<QuickHeader> header_at(std::string_view text, std::size_t start) {
  QuickHeader out;
  for (std::size_t at = start; at + card <= text.size(); at += card) {
    std::string_view const record = text.substr(at, card);
    if (trimmed(record) == "END") {
      out.data_start = start + (at + card - start + block - 1) / block * block;
      return out;
    }
    if (record.substr(8, 2) == "= ")
      out.values.emplace(std::string(trimmed(record.substr(0, 8))), plain_value(record.substr(10)));
  }
  return std::nullopt;
}

/// Bytes of the data, padded; nothing if they reach beyond the window, whatever the numbers claim.
std::optional<std::size_t> data_bytes(QuickHeader const& header) {
  std::int64_t const axes = header.integer("NAXIS", 0);
  double size = axes > 0 ? 1 : 0;  // a double cannot overflow
  for (std::int64_t i = 1; i <= axes && i < 1000; ++i)
    size *= static_cast<double>(header.integer("NAXIS" + std::to_string(i), 0));
  size = (size + static_cast<double>(header.integer("PCOUNT", 0))) *
         static_cast<double>(header.integer("GCOUNT", 1)) *
         std::abs(static_cast<double>(header.integer("BITPIX", 8))) / 8;
  if (!(size >= 0 && size < static_cast<double>(window))) return std::nullopt;
  return (static_cast<std::size_t>(size) + block - 1) / block * block;
}

bool is_wanted(QuickHeader const& header, int hdu, HduLocation const& where) {
  if (!same_word(header.text("XTENSION"), "BINTABLE")) return false;
  if (where.number) return *where.number == hdu;
  if (!where.hdu.empty()) return same_word(header.text("EXTNAME"), where.hdu);
  std::string_view const hdu_class = header.text("HDUCLAS1");
  return same_word(hdu_class.empty() ? header.text("EXTNAME") : hdu_class, "EVENTS");
}

}  // namespace

std::optional<std::size_t> rows_in_gzip(HduLocation const& where) {
  GzipHandle const file(gzopen(where.file.c_str(), "rb"));
  std::string text;
  std::size_t start = 0;
  for (int hdu = 1;; ++hdu) {
    std::optional<QuickHeader> header = header_at(text, start);
    while (!header && inflate_more(file, text)) header = header_at(text, start);
    if (!header) return std::nullopt;
    if (is_wanted(*header, hdu, where)) {
      std::int64_t const rows = header->integer("NAXIS2", -1);
      return rows >= 0 ? std::optional(static_cast<std::size_t>(rows)) : std::nullopt;
    }
    std::optional<std::size_t> const skip = data_bytes(*header);
    if (!skip) return std::nullopt;
    start = header->data_start + *skip;
  }
}

}  // namespace engine

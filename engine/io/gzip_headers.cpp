#include "engine/io/gzip_headers.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <zlib.h>

#include "engine/base/text.hpp"
#include "engine/io/quick_header.hpp"

namespace engine {

namespace {

constexpr std::size_t first_look = std::size_t{1} << 14, window = std::size_t{1} << 19;

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

/// The header at `start`; inflates more of the file as it needs it, and may stay without its end.
QuickHeader header_from(GzipHandle const& file, std::string& text, std::size_t start) {
  for (;;) {
    QuickHeader header = quick_header(std::string_view(text).substr(std::min(start, text.size())));
    if (header.bytes > 0 || !inflate_more(file, text)) return header;
  }
}

bool is_wanted(QuickHeader const& header, int hdu, HduLocation const& where) {
  if (!same_word(header.text("XTENSION"), "BINTABLE")) return false;
  if (where.number) return *where.number == hdu;
  if (!where.hdu.empty()) return same_word(header.text("EXTNAME"), where.hdu);
  std::string const hdu_class = header.text("HDUCLAS1");
  return same_word(hdu_class.empty() ? header.text("EXTNAME") : hdu_class, "EVENTS");
}

}  // namespace

std::optional<std::size_t> rows_in_gzip(HduLocation const& where) {
  GzipHandle const file(gzopen(where.file.c_str(), "rb"));
  std::string text;
  std::size_t start = 0;
  for (int hdu = 1;; ++hdu) {
    QuickHeader const header = header_from(file, text, start);
    if (header.bytes == 0) return std::nullopt;
    if (is_wanted(header, hdu, where)) {
      std::int64_t const rows = header.integer("NAXIS2", -1);
      return rows >= 0 ? std::optional(static_cast<std::size_t>(rows)) : std::nullopt;
    }
    std::optional<std::size_t> const skip = data_bytes(header, window);
    if (!skip) return std::nullopt;
    start += header.bytes + *skip;
  }
}

}  // namespace engine

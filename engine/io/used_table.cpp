#include "engine/io/used_table.hpp"

namespace engine {

namespace {

/// Of a header that lies elsewhere: that a keyword is of another type is no matter here.
std::uint64_t rows_of(FitsHeader const& header) {
  FitsCard const* const rows = header.find("NAXIS2");
  bool const table = header.has("TFIELDS");
  std::string const text = table && rows != nullptr ? rows->value : "";
  std::uint64_t count = 0;
  for (char const c : text) {
    if (c < '0' || c > '9' || count > 1'000'000'000'000'000) return 0;
    count = 10 * count + static_cast<std::uint64_t>(c - '0');
  }
  return count;
}

}  // namespace

UsedTable used_table(FitsFile& file, int hdu, std::string const& role, std::string const& hdu_class) {
  FitsHeader const& header = file.header(hdu);
  return {role,
          hdu_class,
          file.path(),
          header.text("EXTNAME").value_or(std::to_string(hdu)),
          header.text("DATASUM").value_or(""),
          rows_of(header)};
}

}  // namespace engine

#include "catalog/inputs/event_lists.hpp"

#include <array>
#include <fstream>
#include <string>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/fits_file.hpp"
#include "engine/io/gzip_headers.hpp"

namespace catalog {

namespace {

bool ends_in(std::filesystem::path const& file, std::initializer_list<std::string_view> ends) {
  std::string const name = engine::lower(file.filename().string());
  for (std::string_view const end : ends)
    if (name.ends_with(end)) return true;
  return false;
}

bool is_events(engine::FitsHeader const& header) {
  auto const hdu_class = header.text("HDUCLAS1");
  return engine::same_word(hdu_class ? *hdu_class : header.text("EXTNAME").value_or(""), "EVENTS");
}

}  // namespace

bool is_gzipped(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  std::array<char, 2> start{};
  in.read(start.data(), start.size());
  return in.gcount() == 2 && start[0] == '\x1f' && start[1] == '\x8b';
}

bool is_fits_name(std::filesystem::path const& file) {
  return ends_in(file, {".fits", ".fit", ".fits.gz", ".fit.gz"});
}

bool is_index_name(std::filesystem::path const& file) {
  std::string const name = engine::lower(file.filename().string());
  return name.find("hdu-index") != name.npos || name.find("obs-index") != name.npos;
}

bool is_event_list(std::filesystem::path const& path) try {
  if (is_gzipped(path)) return engine::rows_in_gzip({path.string(), "", {}}).has_value();
  engine::FitsFile file = engine::FitsFile::open(path.string());
  int const count = file.hdu_count();
  for (int hdu = 1; hdu <= count; ++hdu)
    if (file.is_binary_table(hdu) && is_events(file.header(hdu))) return true;
  return false;
} catch (engine::Failure const&) {
  return false;
}

}  // namespace catalog

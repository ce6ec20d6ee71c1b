#include "engine/io/map_geometry.hpp"

#include "engine/base/failure.hpp"
#include "engine/io/fits_file.hpp"
#include "engine/io/wcs_geometry.hpp"

namespace engine {

namespace {

/// CTYPE of the first two axes: "RA---TAN", "GLON-CAR", ...; image extensions and a primary image alike.
bool has_celestial_image(FitsHeader const& header) {
  bool const image = header.integer("NAXIS").value_or(0) >= 2 && !header.has("TFIELDS");
  std::string const first = header.text("CTYPE1").value_or(""), second = header.text("CTYPE2").value_or("");
  auto const celestial = [](std::string const& type) {
    return type.rfind("RA--", 0) == 0 || type.rfind("DEC-", 0) == 0 || type.rfind("GLON", 0) == 0 ||
           type.rfind("GLAT", 0) == 0;
  };
  return image && celestial(first) && celestial(second);
}

}  // namespace

SkyGeometry read_map_geometry(std::string const& path, FileNameSyntax syntax) {
  FitsFile file = FitsFile::open(path, syntax);
  int const count = file.hdu_count();
  for (int hdu = 1; hdu <= count; ++hdu) {
    FitsHeader const header = file.header(hdu);
    if (!has_celestial_image(header)) continue;
    std::string cards;
    for (FitsCard const& card : header.cards()) {
      std::string record = card.record;
      record.resize(80, ' ');
      cards += record;
    }
    return geometry_from_cards(cards, header.place());
  }
  throw Failure(Fault::bad_data,
                "no map in it: " + path + " (no image with RA/DEC or GLON/GLAT axes) - name a FITS map");
}

std::string file_stem(std::string const& path) {
  std::string name = path.substr(path.rfind('/') + 1);
  for (std::string const suffix : {".gz", ".fits", ".fit"})
    if (name.size() > suffix.size() && name.compare(name.size() - suffix.size(), suffix.size(), suffix) == 0)
      name.resize(name.size() - suffix.size());
  return name;
}

}  // namespace engine

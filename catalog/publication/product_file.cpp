#include "catalog/publication/product_file.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/failure.hpp"
#include "engine/base/media_type.hpp"
#include "engine/base/text.hpp"
#include "engine/io/fits_file.hpp"
#include "engine/io/map_geometry.hpp"
#include "engine/io/wcs_footprint.hpp"

namespace catalog {

namespace fs = std::filesystem;

namespace {

bool is_image(engine::FitsFile& file, int hdu) {
  engine::FitsHeader const& header = file.header(hdu);
  return !header.has("TFIELDS") && header.integer("NAXIS").value_or(0) >= 2;
}

bool has_class(engine::FitsHeader const& header, std::string_view word) {
  for (char const* keyword : {"HDUCLAS1", "EXTNAME"})
    if (engine::same_word(header.text(keyword).value_or(""), word)) return true;
  return false;
}

/// The image with most axes: a cube may have its sum over energies beside it.
int main_image(engine::FitsFile& file) {
  int found = 0;
  std::int64_t axes = 0;
  int const count = file.hdu_count();
  for (int hdu = 1; hdu <= count; ++hdu) {
    std::int64_t const n = is_image(file, hdu) ? file.header(hdu).integer("NAXIS").value_or(0) : 0;
    if (n > axes) found = hdu;
    axes = std::max(axes, n);
  }
  return found;
}

void read_footprint(fs::path const& path, ProductFile& out) try {
  auto const map = engine::read_map_geometry(path.string(), engine::FileNameSyntax::literal);
  engine::MapFootprint const footprint = engine::footprint_of(map);
  auto const point = [&](engine::Direction<engine::Icrs> const& at) {
    double const ra = engine::in_degrees(at.lon());
    out.s_region.push_back(ra >= 360 ? 0 : ra);
    out.s_region.push_back(engine::in_degrees(at.lat()));
  };
  point(footprint.centre);
  out.s_ra = out.s_region[0];
  out.s_dec = out.s_region[1];
  out.s_fov = 2 * engine::in_degrees(footprint.radius);
  out.s_region.push_back(*out.s_fov / 2);
  if (footprint.outline.empty()) return;
  out.s_region.clear();
  for (auto const& corner : footprint.outline) point(corner);
} catch (engine::Failure const&) {
  out.s_region.clear();  // an image, but of no part of the sky
}

void read_image(engine::FitsFile& file, int hdu, ProductFile& out) {
  engine::FitsHeader const& header = file.header(hdu);
  bool const cube = header.integer("NAXIS").value_or(0) > 2;
  bool const counts = engine::lower(header.text("BUNIT").value_or("")).starts_with("count");
  out.kind = std::string(counts ? "counts-" : "") + (cube ? "cube" : "image");
  out.s_xel1 = header.integer("NAXIS1");
  out.s_xel2 = header.integer("NAXIS2");
  if (cube) out.em_xel = header.integer("NAXIS3");
  out.ev_xel = counts ? header.integer("TOTCTS") : std::nullopt;
}

double tev_per(std::string const& unit) {
  struct Unit {
    std::string_view name;
    double tev;
  };
  for (Unit const known : {Unit{"TeV", 1}, {"GeV", 1e-3}, {"MeV", 1e-6}, {"keV", 1e-9}, {"eV", 1e-12}})
    if (engine::same_word(unit, known.name)) return known.tev;
  return 0;
}

/// E_MIN and E_MAX of the bins (EBOUNDS as OGIP and gammapy have it).
void read_energies(engine::FitsFile& file, int hdu, ProductFile& out) {
  engine::FitsTable const table = file.table(hdu);
  engine::FitsColumn const *low = table.find("E_MIN"), *high = table.find("E_MAX");
  if (low == nullptr || high == nullptr || !is_numeric(*low) || !is_numeric(*high) || table.rows == 0 ||
      table.rows > 100000)
    return;
  double const unit_low = tev_per(low->unit), unit_high = tev_per(high->unit);
  if (unit_low == 0 || unit_high == 0) return;
  std::vector<double> const mins = file.numbers(table, "E_MIN"), maxs = file.numbers(table, "E_MAX");
  double const min = *std::min_element(mins.begin(), mins.end()) * unit_low,
               max = *std::max_element(maxs.begin(), maxs.end()) * unit_high;
  if (min > 0 && max > min && std::isfinite(max)) {
    out.energy_min_tev = min;
    out.energy_max_tev = max;
  }
}

void read_table(engine::FitsFile& file, int hdu, ProductFile& out) {
  engine::FitsHeader const& header = file.header(hdu);
  if (has_class(header, "EBOUNDS")) read_energies(file, hdu, out);
  if (!out.kind.empty()) return;
  if (has_class(header, "SPECTRUM")) out.kind = "counts-spectrum";
  if (has_class(header, "LIGHTCURVE") || has_class(header, "RATE")) out.kind = "timeseries";
  if (has_class(header, "EVENTS")) {
    out.kind = "event-list";
    out.ev_xel = header.integer("NAXIS2");
  }
}

void describe_fits(fs::path const& path, ProductFile& out) {
  engine::FitsFile file = engine::FitsFile::open(path.string());
  if (int const image = main_image(file); image > 0) {
    read_image(file, image, out);
    read_footprint(path, out);
  }
  int const count = file.hdu_count();
  for (int hdu = 1; hdu <= count; ++hdu)
    if (file.is_binary_table(hdu)) read_table(file, hdu, out);
}

}  // namespace

ProductFile describe_product(fs::path const& file, std::string const& media_type) {
  ProductFile out{.media_type =
                      media_type.empty() ? engine::media_type_of(file.filename().string()) : media_type};
  out.is_picture = out.media_type.starts_with("image/") && out.media_type != "image/fits";
  bool const fits = out.media_type == "application/fits" || out.media_type == "image/fits";
  if (fits) describe_fits(file, out);
  if (out.is_picture) out.kind = "image";
  return out;
}

}  // namespace catalog

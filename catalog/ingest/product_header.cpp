#include <algorithm>
#include <cmath>

#include "catalog/ingest/product_rows.hpp"
#include "catalog/ingest/run_values.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/fits_file.hpp"
#include "engine/model/sky.hpp"

namespace catalog::ingest {

namespace {

using engine::FitsHeader;

std::optional<double> real_of(FitsHeader const& header, std::string const& keyword) {
  Notes ignored;
  return real_or_note(header, keyword, ignored);
}

struct ImageAxis {
  std::string type;
  double pixels, reference_pixel, reference_deg, step_deg;
  double middle_deg() const { return reference_deg + ((pixels + 1) / 2 - reference_pixel) * step_deg; }
  bool centred() const { return std::abs((pixels + 1) / 2 - reference_pixel) <= 0.5; }
  double extent_deg() const { return std::abs(pixels * step_deg); }
};

std::optional<ImageAxis> axis_of(FitsHeader const& header, int n) {
  std::string const i = std::to_string(n);
  auto const pixels = real_of(header, "NAXIS" + i), at = real_of(header, "CRPIX" + i),
             value = real_of(header, "CRVAL" + i), step = real_of(header, "CDELT" + i);
  std::string const type = engine::upper(header.text("CTYPE" + i).value_or(""));
  if (!pixels || !at || !value || !step || type.empty()) return std::nullopt;
  return ImageAxis{type, *pixels, *at, *value, *step};
}

/// Longitude and latitude of the middle. Only where no projection formula is needed: the reference is the
/// middle, or the projection is linear (CAR with its reference on the equator).
std::optional<SkyPoint> middle_of(ImageAxis const& lon, ImageAxis const& lat) {
  bool const linear = lon.type.ends_with("-CAR") && lat.reference_deg == 0;
  if (!linear && !(lon.centred() && lat.centred())) return std::nullopt;
  double const middle_lat = lat.middle_deg();
  if (std::abs(middle_lat) > 90) return std::nullopt;
  auto const degrees = [](double v) { return engine::degrees(v); };
  if (lon.type.starts_with("RA")) {
    auto const at = engine::Direction<engine::Icrs>::at(degrees(lon.middle_deg()), degrees(middle_lat));
    return SkyPoint{engine::in_degrees(at.lon()), middle_lat};
  }
  if (!lon.type.starts_with("GLON")) return std::nullopt;
  auto const at = engine::to_icrs(
      engine::Direction<engine::Galactic>::at(degrees(lon.middle_deg()), degrees(middle_lat)));
  return SkyPoint{engine::in_degrees(at.lon()), engine::in_degrees(at.lat())};
}

std::optional<std::int64_t> whole(double value) {
  constexpr double most = 1e12;
  return value >= 0 && value < most ? std::optional(static_cast<std::int64_t>(value)) : std::nullopt;
}

void fill_from_image(FitsHeader const& header, ProductValues& out) {
  auto const lon = axis_of(header, 1), lat = axis_of(header, 2);
  if (!lon || !lat) return;
  out.xel1 = whole(lon->pixels);
  out.xel2 = whole(lat->pixels);
  if (auto const third = real_of(header, "NAXIS3")) out.em_xel = whole(*third);
  DeclaredProduct& p = out.declared;
  if (!p.fov_deg) p.fov_deg = std::min(360.0, std::max(lon->extent_deg(), lat->extent_deg()));
  std::optional<SkyPoint> const middle = middle_of(*lon, *lat);
  if (p.ra_deg || !middle) return;
  p.ra_deg = middle->ra_deg;
  p.dec_deg = middle->dec_deg;
}

void fill_from_words(FitsHeader const& header, DeclaredProduct& p) {
  auto const fill = [&](std::string& text, char const* keyword) {
    if (text.empty()) text = header.text(keyword).value_or("");
  };
  fill(p.target, "OBJECT");
  fill(p.facility, "TELESCOP");
  fill(p.instrument, "INSTRUME");
  for (char const* end : {"OBJ", "PNT"}) {
    auto const ra = real_of(header, std::string("RA_") + end),
               dec = real_of(header, std::string("DEC_") + end);
    if (p.ra_deg || !ra || !dec || std::abs(*ra) > 3600 || std::abs(*dec) > 90) continue;
    p.ra_deg = *ra - 360 * std::floor(*ra / 360);
    p.dec_deg = dec;
  }
}

bool is_fits_name(std::string name) {
  name = engine::lower(name);
  for (char const* end : {".fits", ".fit", ".fits.gz", ".fit.gz"})
    if (name.ends_with(end)) return true;
  return false;
}

}  // namespace

ProductValues with_header_values(DeclaredProduct const& product) {
  ProductValues out{product};
  if (!is_fits_name(product.file)) return out;
  engine::FitsFile file = engine::FitsFile::open(product.file);
  for (int hdu = 1; hdu <= file.hdu_count(); ++hdu) {
    FitsHeader const& header = file.header(hdu);
    if (!out.xel1 && !file.is_binary_table(hdu) && real_of(header, "NAXIS").value_or(0) >= 2)
      fill_from_image(header, out);
    fill_from_words(header, out.declared);
  }
  if (out.declared.ra_deg && *out.declared.ra_deg >= 360) out.declared.ra_deg = 0;
  return out;
}

}  // namespace catalog::ingest

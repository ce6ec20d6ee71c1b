#include "engine/io/wcs_locator.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "engine/base/expects.hpp"
#include "engine/io/wcslib_handle.hpp"

namespace engine {

namespace {

constexpr std::size_t chunk = 1024;
constexpr double deg = std::numbers::pi / 180;

WcsHandle handle_of(WcsHeader const& header) {
  if (header.projection != Projection::other) return wcs_from_numbers(header);
  std::string text;
  for (std::string const& card : header.cards) text += card;
  return wcs_from_cards(text, "the map of this job");
}

struct Chunk {
  std::array<double, 2 * chunk> world, plane, pixel;  ///< pairs of axis 1 and axis 2
  std::array<double, chunk> phi, theta;
  std::array<int, chunk> bad;
};

/// Coordinates of the map's frame in degrees, in the order of its axes; false where undefined.
bool world_of(SkyGeometry const& geometry, wcsprm const& w, double ra_rad, double dec_rad, double* world) {
  bool const defined = std::isfinite(ra_rad) && std::abs(dec_rad) <= std::numbers::pi / 2 + 1e-6;
  Angle lon = radians(defined ? ra_rad : 0), lat = radians(defined ? dec_rad : 0);
  if (geometry.header().frame == MapFrame::galactic) {
    Direction<Galactic> const turned = to_galactic(Direction<Icrs>::at(lon, lat));
    lon = turned.lon();
    lat = turned.lat();
  }
  world[w.lng] = in_radians(lon) / deg;
  world[w.lat] = std::clamp(in_radians(lat) / deg, -90.0, 90.0);
  return defined;
}

/// The comparisons are false for NaN.
std::uint32_t index_of(SkyGeometry const& geometry, double fits_x, double fits_y) {
  double const x = std::floor(fits_x - 0.5), y = std::floor(fits_y - 0.5);
  bool const on_map = x >= 0 && x < geometry.nx() && y >= 0 && y < geometry.ny();
  if (!on_map) return no_bin;
  return static_cast<std::uint32_t>(y) * static_cast<std::uint32_t>(geometry.nx()) +
         static_cast<std::uint32_t>(x);
}

}  // namespace

struct WcsLocator::Wcslib {
  WcsHandle handle;
};

WcsLocator::WcsLocator(SkyGeometry const& geometry)
    : geometry_(geometry), wcslib_(std::make_unique<Wcslib>(Wcslib{handle_of(geometry.header())})) {}

WcsLocator::~WcsLocator() = default;

void WcsLocator::locate(std::span<double const> ra_rad, std::span<double const> dec_rad,
                        std::span<std::uint32_t> pixel) const {
  EXPECTS(ra_rad.size() == pixel.size() && dec_rad.size() == pixel.size());
  std::vector<double> x(pixel.size()), y(pixel.size());
  fits_pixels(ra_rad, dec_rad, x, y);
  for (std::size_t i = 0; i < pixel.size(); ++i) pixel[i] = index_of(geometry_, x[i], y[i]);
}

void WcsLocator::fits_pixels(std::span<double const> ra_rad, std::span<double const> dec_rad,
                             std::span<double> x, std::span<double> y) const {
  EXPECTS(dec_rad.size() == ra_rad.size() && x.size() == ra_rad.size() && y.size() == ra_rad.size());
  WcsHandle const own = copy_of(*wcslib_->handle);
  auto const c = std::make_unique<Chunk>();
  for (std::size_t first = 0; first < x.size(); first += chunk) {
    std::size_t const n = std::min(chunk, x.size() - first);
    std::array<bool, chunk> defined;
    for (std::size_t i = 0; i < n; ++i)
      defined[i] = world_of(geometry_, *own, ra_rad[first + i], dec_rad[first + i], &c->world[2 * i]);
    // The status only sums up what `bad` says for each point.
    wcss2p(own.get(), static_cast<int>(n), 2, c->world.data(), c->phi.data(), c->theta.data(),
           c->plane.data(), c->pixel.data(), c->bad.data());
    for (std::size_t i = 0; i < n; ++i) {
      bool const shown = defined[i] && c->bad[i] == 0;
      x[first + i] = shown ? c->pixel[2 * i] : std::numeric_limits<double>::quiet_NaN();
      y[first + i] = shown ? c->pixel[2 * i + 1] : std::numeric_limits<double>::quiet_NaN();
    }
  }
}

std::unique_ptr<PixelLocator const> make_locator(SkyGeometry const& geometry) {
  if (has_closed_form(geometry.header().projection))
    return std::make_unique<ClosedFormLocator const>(geometry);
  return std::make_unique<WcsLocator const>(geometry);
}

}  // namespace engine

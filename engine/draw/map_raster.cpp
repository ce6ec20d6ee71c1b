#include "engine/draw/map_raster.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/base/expects.hpp"
#include "engine/draw/palette.hpp"

namespace engine {

namespace {

struct Plane {
  std::size_t nx, ny;
  std::vector<double> values;  ///< [y][x]
};

/// Averages of squares of `side` pixels; the squares at the far edges hold what is left.
Plane averaged(std::span<double const> values, std::size_t nx, std::size_t ny, std::size_t side) {
  Plane out{(nx + side - 1) / side, (ny + side - 1) / side, {}};
  for (std::size_t y = 0; y < ny; y += side)
    for (std::size_t x = 0; x < nx; x += side) {
      double sum = 0;
      std::size_t defined = 0;
      for (std::size_t j = y; j < std::min(y + side, ny); ++j)
        for (std::size_t i = x; i < std::min(x + side, nx); ++i) {
          double const value = values[j * nx + i];
          if (std::isnan(value)) continue;
          sum += value;
          ++defined;
        }
      out.values.push_back(defined > 0 ? sum / static_cast<double>(defined)
                                       : std::numeric_limits<double>::quiet_NaN());
    }
  return out;
}

std::uint32_t opaque(Rgb rgb) {
  return 0xff000000U | std::uint32_t{rgb.red} << 16 | std::uint32_t{rgb.green} << 8 | std::uint32_t{rgb.blue};
}

}  // namespace

MapRaster map_raster(std::span<double const> values, SkyGeometry const& geometry, ColourScale const& scale,
                     std::size_t finest_width) {
  EXPECTS(finest_width > 0 && values.size() == geometry.pixels());
  auto const nx = static_cast<std::size_t>(geometry.nx()), ny = static_cast<std::size_t>(geometry.ny());
  std::size_t const side = std::max<std::size_t>(1, nx / finest_width);
  Plane const plane = averaged(values, nx, ny, side);
  Raster out{plane.nx, plane.ny, std::vector<std::uint32_t>(plane.nx * plane.ny)};
  for (std::size_t y = 0; y < plane.ny; ++y)
    for (std::size_t x = 0; x < plane.nx; ++x) {
      double const value = plane.values[y * plane.nx + x];
      Rgb const colour = std::isnan(value) ? undefined_colour : viridis(scale.position(value));
      out.argb[(plane.ny - 1 - y) * plane.nx + x] = opaque(colour);
    }
  double const pixels = static_cast<double>(side);
  return {std::move(out), pixels * static_cast<double>(plane.nx), pixels * static_cast<double>(plane.ny)};
}

}  // namespace engine

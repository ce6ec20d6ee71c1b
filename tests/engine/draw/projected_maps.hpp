/// Maps to draw, with wcslib as the way from the sky to their pixels, and pictures decoded again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/draw/sky_grid.hpp"

namespace test_support {

engine::SkyGeometry map_of(engine::MapFrame frame, engine::Projection projection, double lon_deg,
                           double lat_deg, double bin_deg, int nx, int ny);
engine::SkyToPixel by_wcslib(engine::SkyGeometry const& geometry);

struct DecodedPng {
  int width = 0, height = 0;
  std::vector<std::uint32_t> rgb;  ///< 0xRRGGBB, row by row from the top
  std::uint32_t at(int x, int y) const { return rgb[static_cast<std::size_t>(y * width + x)]; }
};
DecodedPng decoded_png(std::string const& bytes);

}  // namespace test_support

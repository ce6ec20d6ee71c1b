/// Pixel coordinates by wcslib, from the numbers of a header alone.
#pragma once

#include <vector>

#include "engine/model/sky_geometry.hpp"

namespace test_support {

struct SkyPoint {
  double lon_deg, lat_deg;  ///< in the frame of the map
};
struct OraclePixel {
  bool shown;
  double x, y;  ///< FITS
};
std::vector<OraclePixel> wcslib_pixels(engine::WcsHeader const& header, std::vector<SkyPoint> const& points);
/// The direction of a FITS pixel coordinate; empty where the plane shows none.
std::vector<SkyPoint> wcslib_sky(engine::WcsHeader const& header, double x, double y);

}  // namespace test_support

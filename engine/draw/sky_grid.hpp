/// The net of meridians and parallels on a map, as curves in pixels.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "engine/draw/projection_edge.hpp"
#include "engine/model/sky_geometry.hpp"

namespace engine {

/// FITS pixel coordinates of ICRS directions; NaN where the projection does not show one.
using SkyToPixel = std::function<void(std::span<double const> ra_rad, std::span<double const> dec_rad,
                                      std::span<double> x, std::span<double> y)>;

/// Longitude and latitude in the frame of the map (ICRS or Galactic).
struct FramePlace {
  double lon_deg, lat_deg;
};
std::vector<PixelPoint> pixels_of(std::span<FramePlace const> places, SkyGeometry const& geometry,
                                  SkyToPixel const& sky_to_pixel);
bool on_map(PixelPoint const& p, SkyGeometry const& geometry);  ///< false for NaN

/// What part of the sky a map shows; the longitudes are a range without a jump, at most 360 deg wide.
struct SkyExtent {
  double lon_min_deg, lon_max_deg, lat_min_deg, lat_max_deg;
  double lon_width_deg() const { return lon_max_deg - lon_min_deg; }
  double lat_width_deg() const { return lat_max_deg - lat_min_deg; }
};
/// Up to a few hundredths too wide; nothing if no direction falls on the map.
std::optional<SkyExtent> extent_of(SkyGeometry const& geometry, SkyToPixel const& sky_to_pixel);

using Polyline = std::vector<PixelPoint>;
struct GridLine {
  double deg;                    ///< the longitude or latitude
  std::vector<Polyline> pieces;  ///< broken where the projection is; may leave the map
};
struct SkyGrid {
  SkyExtent extent;
  double lon_step_deg, lat_step_deg;
  bool pole_inside;  ///< a celestial pole is a point on the map, where all meridians meet
  std::vector<GridLine> meridians, parallels;
};
/// How many parts the lines may make of the map; all around the sky there may be twice as many meridians.
struct GridDensity {
  int meridians = 6, parallels = 6;
};
std::optional<SkyGrid> sky_grid(SkyGeometry const& geometry, SkyToPixel const& sky_to_pixel,
                                GridDensity most);

}  // namespace engine

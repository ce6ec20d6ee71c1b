/// What is written at the ends of the grid lines of a map, and where.
#pragma once

#include <string>
#include <vector>

#include "engine/draw/sky_grid.hpp"

namespace engine {

/// Below, left of, above or right of the frame; left of the projection's edge; or on the map beside a line.
enum class LabelSide { bottom, left, top, right, edge, inside };
struct MapLabel {
  PixelPoint at;
  LabelSide side;
  std::string text;
};

/// Longitudes below the map and latitudes on its left; maps with a pole inside have longitudes all around and
/// latitudes beside the lines; where the sky is an ellipse with blank corners, latitudes are written along
/// its edge and longitudes along its equator.
std::vector<MapLabel> map_labels(SkyGrid const& grid, SkyGeometry const& geometry,
                                 SkyToPixel const& sky_to_pixel);

/// The sky is an ellipse or a disc with blank corners: no rectangular frame belongs around it.
bool has_blank_corners(SkyGeometry const& geometry);

}  // namespace engine

/// Where the picture of the sky ends in projections that show it as an ellipse or a disc.
#pragma once

#include <optional>

#include "engine/model/sky_geometry.hpp"

namespace engine {

struct PixelPoint {
  double x = 0, y = 0;  ///< FITS pixel coordinates: the first pixel's centre is 1
};

/// An ellipse in the plane, given by what its centre and the ends of its two axes are in pixels.
struct ProjectionEdge {
  PixelPoint centre, first_axis, second_axis;  ///< the axes as vectors from the centre
  PixelPoint at(double angle_rad) const;
};

/// Nothing for projections without such an edge (TAN, STG, CAR, other).
std::optional<ProjectionEdge> edge_of(SkyGeometry const& geometry);

/// The whole edge is on the map, with blank corners around it.
bool is_inside_map(ProjectionEdge const& edge, SkyGeometry const& geometry);

}  // namespace engine

/// Where on the sky a map lies.
#pragma once

#include <vector>

#include "engine/model/sky_geometry.hpp"

namespace engine {

struct MapFootprint {
  Direction<Icrs> centre;  ///< of the middle of the grid
  Angle radius;            ///< around the centre, of a circle that holds all pixels
  /// Along the outer edge of the pixels, anticlockwise as seen from outside the sphere (longitude grows along
  /// the southern edge), great circles in between; empty where the map is wider than 60 deg from its centre
  /// or has edges off the sky.
  std::vector<Direction<Icrs>> outline{};
};

MapFootprint footprint_of(SkyGeometry const& map);

}  // namespace engine

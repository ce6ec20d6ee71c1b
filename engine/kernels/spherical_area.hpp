/// Areas on the sphere, in steradians.
#pragma once

#include "engine/model/units.hpp"

namespace engine {

/// Of a cone with this radius, at most 180 deg.
double cone_area_sr(Angle radius);

/// Common to two cones of one radius (below 90 deg) whose centres are `apart`; 0 where they do not overlap.
/// Two triangles less than two sectors; absolute error below 1e-15 sr.
double lens_area_sr(Angle radius, Angle apart);

}  // namespace engine

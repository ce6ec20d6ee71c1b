#include "engine/kernels/spherical_area.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/expects.hpp"

namespace engine {

double cone_area_sr(Angle radius) {
  double const half = std::sin(in_radians(radius) / 2);
  return 4 * std::numbers::pi * half * half;
}

double lens_area_sr(Angle radius, Angle apart) {
  double const r = in_radians(radius), d = in_radians(apart);
  EXPECTS(r >= 0 && r < std::numbers::pi / 2);
  if (d >= 2 * r) return 0;
  if (d <= 0) return cone_area_sr(radius);
  // Half of the lens: the sector of one cone between the two crossings less the triangle of its centre and
  // these. The angle at the centre from the right triangle with hypotenuse r and side d/2.
  double const angle = std::acos(std::min(1.0, std::tan(d / 2) / std::tan(r)));
  double const sector = 2 * angle * (cone_area_sr(radius) / (2 * std::numbers::pi));
  // The angle at a crossing, between r and the line of crossings: Napier's rule.
  double const corner = std::asin(std::min(1.0, std::sin(d / 2) / std::sin(r)));
  double const triangle = 2 * angle + 2 * corner - std::numbers::pi;  // spherical excess
  return 2 * (sector - triangle);
}

}  // namespace engine

#include "engine/responses/field_position.hpp"

#include <cmath>

#include "engine/kernels/vector_math.hpp"

namespace engine {

namespace {

constexpr Vector3 celestial_pole{0, 0, 1};

Vector3 scaled_to_1(Vector3 const& v) {
  double const length = std::sqrt(dot(v, v));
  return {v[0] / length, v[1] / length, v[2] / length};
}

bool parallel(Vector3 const& a, Vector3 const& b) {
  Vector3 const c = cross(a, b);
  return dot(c, c) < 1e-24;
}

}  // namespace

FieldFrame::FieldFrame(Vector3 const& pointing, Vector3 const& up) : forward_(pointing) {
  // At the pole right ascension is 0 by convention (Direction::lon), and grows along y.
  left_ = parallel(up, pointing) ? Vector3{0, 1, 0} : scaled_to_1(cross(up, pointing));
  up_ = cross(forward_, left_);
}

FieldFrame FieldFrame::radec(Direction<Icrs> const& pointing) { return {pointing.xyz(), celestial_pole}; }

FieldFrame FieldFrame::altaz(Direction<Icrs> const& pointing, Direction<Icrs> const& zenith) {
  if (parallel(pointing.xyz(), zenith.xyz())) return radec(pointing);
  return {pointing.xyz(), zenith.xyz()};
}

FieldPosition FieldFrame::of(Direction<Icrs> const& target) const {
  double const x = dot(target.xyz(), forward_), y = dot(target.xyz(), left_), z = dot(target.xyz(), up_);
  double const across = std::sqrt(x * x + y * y);
  return {radians(polar_angle(y, x)), radians(polar_angle(z, across)),
          radians(polar_angle(std::sqrt(y * y + z * z), x))};
}

}  // namespace engine

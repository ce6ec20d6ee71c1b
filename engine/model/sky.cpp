#include "engine/model/sky.hpp"

#include <cmath>

#include "engine/base/expects.hpp"

namespace engine {

Vector3 operator*(Matrix3 const& m, Vector3 const& v) {
  return {m[0] * v[0] + m[1] * v[1] + m[2] * v[2], m[3] * v[0] + m[4] * v[1] + m[5] * v[2],
          m[6] * v[0] + m[7] * v[1] + m[8] * v[2]};
}

Matrix3 operator*(Matrix3 const& a, Matrix3 const& b) {
  Matrix3 out{};
  for (std::size_t row = 0; row < 3; ++row)
    for (std::size_t column = 0; column < 3; ++column)
      for (std::size_t k = 0; k < 3; ++k) out[3 * row + column] += a[3 * row + k] * b[3 * k + column];
  return out;
}

Matrix3 transposed(Matrix3 const& m) { return {m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]}; }

template <class Frame>
Direction<Frame> Direction<Frame>::at(Angle lon, Angle lat) {
  double const l = in_radians(lon), b = in_radians(lat);
  return Direction({std::cos(b) * std::cos(l), std::cos(b) * std::sin(l), std::sin(b)});
}

template <class Frame>
Direction<Frame> Direction<Frame>::along(Vector3 const& xyz) {
  double const length = std::sqrt(dot(xyz, xyz));
  EXPECTS(length > 0);
  return Direction({xyz[0] / length, xyz[1] / length, xyz[2] / length});
}

template <class Frame>
Angle Direction<Frame>::lon() const {
  double const l = std::atan2(xyz_[1], xyz_[0]);
  double const turn = 2 * std::numbers::pi;
  // A tiny negative longitude plus a full turn rounds to the full turn, which is outside the range.
  return radians(l >= 0 ? l : (l + turn < turn ? l + turn : 0.0));
}

template <class Frame>
Angle Direction<Frame>::lat() const {
  return radians(std::atan2(xyz_[2], std::hypot(xyz_[0], xyz_[1])));
}

template class Direction<Icrs>;
template class Direction<Galactic>;

Angle separation(Vector3 const& a, Vector3 const& b) {
  Vector3 const c = cross(a, b);
  return radians(std::atan2(std::sqrt(dot(c, c)), dot(a, b)));
}

// The digits of ERFA's icrs2g.c (SOFA, after the Hipparcos catalogue, ESA SP-1200, vol. 1, section 1.5.3).
Matrix3 const galactic_from_icrs{
    -0.054875560416215368492398900454, -0.873437090234885048760383168409, -0.483835015548713226831774175116,
    +0.494109427875583673525222371358, -0.444829629960011178146614061616, +0.746982244497218890527388004556,
    -0.867666149019004701181616534570, -0.198076373431201528180486091412, +0.455983776175066922272100478348};

Direction<Galactic> to_galactic(Direction<Icrs> const& d) {
  return Direction<Galactic>::along(galactic_from_icrs * d.xyz());
}

Direction<Icrs> to_icrs(Direction<Galactic> const& d) {
  return Direction<Icrs>::along(transposed(galactic_from_icrs) * d.xyz());
}

}  // namespace engine

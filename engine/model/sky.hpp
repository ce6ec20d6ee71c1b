/// Directions on the sky with their frame in the type; separations; ICRS to Galactic.
#pragma once

#include <array>

#include "engine/model/units.hpp"

namespace engine {

struct Icrs {};
struct Galactic {};

using Matrix3 = std::array<double, 9>;  ///< row major
using Vector3 = std::array<double, 3>;

constexpr double dot(Vector3 const& a, Vector3 const& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
constexpr Vector3 cross(Vector3 const& a, Vector3 const& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
Vector3 operator*(Matrix3 const& m, Vector3 const& v);
Matrix3 operator*(Matrix3 const& a, Matrix3 const& b);
Matrix3 transposed(Matrix3 const& m);

/// A direction on the sky: a unit vector in a frame that is part of its type.
template <class Frame>
class Direction {
 public:
  static Direction at(Angle lon, Angle lat);   ///< any longitude; latitude in [-90, +90] deg
  static Direction along(Vector3 const& xyz);  ///< any length but zero
  static Direction unit(Vector3 const& xyz) {
    return Direction(xyz);
  }  ///< already of length 1: taken bit by bit
  Vector3 const& xyz() const { return xyz_; }
  Angle lon() const;  ///< in [0, 360) deg
  Angle lat() const;

 private:
  explicit Direction(Vector3 const& xyz) : xyz_(xyz) {}
  Vector3 xyz_;
};
extern template class Direction<Icrs>;
extern template class Direction<Galactic>;

/// Angle between two directions, accurate at 0 and at 180 deg.
Angle separation(Vector3 const& a, Vector3 const& b);
template <class Frame>
Angle separation(Direction<Frame> const& a, Direction<Frame> const& b) {
  return separation(a.xyz(), b.xyz());
}

/// ICRS to Galactic as SOFA/ERFA define it (eraIcrs2g), which is the Hipparcos definition; astropy's
/// FK5-based chain differs from it by about 25 mas.
extern Matrix3 const galactic_from_icrs;
Direction<Galactic> to_galactic(Direction<Icrs> const& d);
Direction<Icrs> to_icrs(Direction<Galactic> const& d);

}  // namespace engine

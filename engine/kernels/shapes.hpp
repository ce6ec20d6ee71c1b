/// Regions made ready for columns of unit vectors: every angle turned into a number to compare with.
#pragma once

#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "engine/kernels/unit_vectors.hpp"
#include "engine/model/region.hpp"

namespace engine {

/// Cones and annuli, as squares of the chord: inside is inner2 <= |v - centre|^2 < outer2.
struct PreparedRing {
  Vector3 centre;
  double inner2, outer2;
};
/// Boxes and ellipses: coordinates of the tangent plane, in units of the half axes. The box is |x|, |y| < 1,
/// the ellipse x^2 + y^2 < 1.
struct PreparedPlate {
  Vector3 centre, across, along;  ///< the latter two divided by the tangents of the half axes
  bool round;
};
struct PreparedPolygon {
  PreparedRing bound;
  Vector3 centre, east, north;
  std::vector<std::array<double, 2>> vertices;  ///< in the tangent plane; none if it would not show them all
};
using PreparedShape = std::variant<PreparedRing, PreparedPlate, PreparedPolygon>;

struct PreparedRegion {
  std::vector<PreparedShape> include, exclude;
  bool everything() const { return include.empty() && exclude.empty(); }
};

/// min <= separation < max.
PreparedRing prepared_ring(Vector3 const& centre, Angle min, Angle max);
PreparedRegion prepared(Region const& region);

/// inside[i] = 1 where direction i is in the region, else 0; undefined directions are in none. The same
/// answer as engine::contains, but for directions within rounding of a border; without libm, so that there
/// too every machine gives the same.
void mark_inside(PreparedRegion const& region, VectorView icrs, std::span<std::uint8_t> inside);
void mark_inside(PreparedRing const& ring, VectorView icrs, std::span<std::uint8_t> inside);

}  // namespace engine

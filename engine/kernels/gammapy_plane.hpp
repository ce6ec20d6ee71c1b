/// The tangent map in which gammapy 1.0 looks for OFF regions (RegionsFinder._create_reference_geometry).
#pragma once

#include <vector>

#include "engine/kernels/reflected_regions.hpp"
#include "engine/model/rotation.hpp"

namespace engine {

/// Tangent plane of the pointing in pixels of 0.01 deg, x to the west, y to the north, (0, 0) at the pointing
/// (gammapy's own origin is the corner of the map; its pixel centres lie at whole numbers plus `grid`).
class GammapyPlane {
 public:
  GammapyPlane(Direction<Icrs> const& pointing, Direction<Icrs> const& source);

  struct Point {
    double x, y;
  };
  Point point_of(Vector3 const& direction) const;  ///< within 90 deg of the pointing
  Direction<Icrs> direction_of(Point const& p) const;
  /// A radius on the sky in pixels, by the scale that gammapy's `regions` finds at a place: one arcsecond to
  /// the north of it.
  double radius_in_pixels(Direction<Icrs> const& place, Angle radius) const;
  double grid() const { return grid_; }         ///< 0 or 0.5: how far pixel centres lie from whole numbers
  int half_size() const { return half_size_; }  ///< no pixel centre is farther than this on either axis

  /// Centres of excluded pixels, no farther from the pointing than `outer` and no nearer than `inner` pixels.
  std::vector<Point> excluded(ExclusionView const& exclusion, double inner, double outer) const;

  static constexpr double pixel_deg = 0.01;

 private:
  Direction<Icrs> pointing_;
  LocalAxes axes_;
  double grid_ = 0;
  int half_size_ = 0;
};

/// A point turned counterclockwise about (0, 0), which is from north through east.
GammapyPlane::Point turned(GammapyPlane::Point const& p, double angle_rad);

}  // namespace engine

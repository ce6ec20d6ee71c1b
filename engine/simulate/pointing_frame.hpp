/// The field of view: directions as seen from the pointing.
#pragma once

#include "engine/model/sky.hpp"

namespace engine {

/// Unit vectors along a direction, towards east (growing right ascension) and towards north there. At a pole,
/// those of the limit along the meridian of right ascension 0.
class PointingFrame {
 public:
  explicit PointingFrame(Direction<Icrs> const& pointing);
  Vector3 const& axis() const { return axis_; }

  /// The direction at an angle from the axis, at a position angle from north through east.
  Vector3 at(double radius_rad, double angle_rad) const;

  /// Longitude and latitude in the frame whose origin is the pointing, its equator the great circle towards
  /// east: GADF's FOV_RADEC_LON and FOV_RADEC_LAT (astropy's SkyOffsetFrame).
  struct Offset {
    double lon_rad, lat_rad;
  };
  Offset offset(Vector3 const& direction) const;

 private:
  Vector3 axis_, east_, north_;
};

}  // namespace engine

/// Where a direction lies in the field of view.
#pragma once

#include "engine/model/sky.hpp"

namespace engine {

/// To what the axes of a background table are aligned: FOVALIGN of GADF 0.3, BKG_3D.
enum class FieldAlignment { radec, altaz };

/// Longitude and latitude around the pointing, and the distance from it.
struct FieldPosition {
  Angle lon, lat, offset;
};

/// The axes of the field of view. Latitude grows towards `up`; longitude grows to the left of who looks at
/// the sky with `up` on top: with right ascension, and against azimuth. This is gammapy's (SkyOffsetFrame for
/// RADEC; gammapy.utils.coordinates.sky_to_fov for ALTAZ).
class FieldFrame {
 public:
  static FieldFrame radec(Direction<Icrs> const& pointing);
  /// `zenith`: of the site at the time, in ICRS. Not defined for a pointing at it: axes as RADEC then.
  static FieldFrame altaz(Direction<Icrs> const& pointing, Direction<Icrs> const& zenith);

  FieldPosition of(Direction<Icrs> const& target) const;

 private:
  FieldFrame(Vector3 const& pointing, Vector3 const& up);
  Vector3 forward_{}, left_{}, up_{};
};

}  // namespace engine

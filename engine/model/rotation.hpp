/// Turning directions and regions about an axis of the sky.
///
/// Angles count as position angles do: from north through east around the axis, seen from the centre of the
/// sphere.
#pragma once

#include "engine/model/region.hpp"

namespace engine {

/// Unit vectors at a direction, towards growing longitude and latitude. At a pole, east is as for longitude
/// 0.
struct LocalAxes {
  Vector3 east, north;
};
LocalAxes local_axes(Vector3 const& direction);

/// Of `to` as seen from `from`, in (-180, +180] deg; 0 where the two coincide.
Angle position_angle(Vector3 const& from, Vector3 const& to);

/// Position angles around the axis grow by `turn`.
Matrix3 rotation_about(Direction<Icrs> const& axis, Angle turn);

Direction<Icrs> turned(Direction<Icrs> const& direction, Matrix3 const& rotation);
Shape turned(Shape const& shape, Matrix3 const& rotation);
Region turned(Region const& region, Matrix3 const& rotation);

}  // namespace engine

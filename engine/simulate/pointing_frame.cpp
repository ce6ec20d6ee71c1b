#include "engine/simulate/pointing_frame.hpp"

#include <cmath>

namespace engine {

PointingFrame::PointingFrame(Direction<Icrs> const& pointing) : axis_(pointing.xyz()) {
  double const towards_pole = std::hypot(axis_[0], axis_[1]);
  east_ = towards_pole > 0 ? Vector3{-axis_[1] / towards_pole, axis_[0] / towards_pole, 0} : Vector3{0, 1, 0};
  north_ = cross(axis_, east_);
}

Vector3 PointingFrame::at(double radius_rad, double angle_rad) const {
  double const along = std::cos(radius_rad), across = std::sin(radius_rad);
  double const north = across * std::cos(angle_rad), east = across * std::sin(angle_rad);
  return {along * axis_[0] + east * east_[0] + north * north_[0],
          along * axis_[1] + east * east_[1] + north * north_[1],
          along * axis_[2] + east * east_[2] + north * north_[2]};
}

PointingFrame::Offset PointingFrame::offset(Vector3 const& direction) const {
  double const along = dot(direction, axis_), east = dot(direction, east_), north = dot(direction, north_);
  return {std::atan2(east, along), std::atan2(north, std::hypot(along, east))};
}

}  // namespace engine

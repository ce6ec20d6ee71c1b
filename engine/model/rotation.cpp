#include "engine/model/rotation.hpp"

#include <cmath>

namespace engine {

namespace {

Vector3 combined(double a, Vector3 const& u, double b, Vector3 const& v) {
  return {a * u[0] + b * v[0], a * u[1] + b * v[1], a * u[2] + b * v[2]};
}

/// The position angle, at the turned centre, of an axis that had `angle` at the old one.
Angle turned_angle(Direction<Icrs> const& centre, Angle angle, Direction<Icrs> const& after,
                   Matrix3 const& rotation) {
  LocalAxes const before = local_axes(centre.xyz()), now = local_axes(after.xyz());
  double const a = in_radians(angle);
  Vector3 const axis = rotation * combined(std::sin(a), before.east, std::cos(a), before.north);
  return radians(std::atan2(dot(axis, now.east), dot(axis, now.north)));
}

Shape turned_shape(Cone const& s, Matrix3 const& m) { return Cone{turned(s.centre, m), s.radius}; }
Shape turned_shape(Annulus const& s, Matrix3 const& m) {
  return Annulus{turned(s.centre, m), s.inner, s.outer};
}
Shape turned_shape(Box const& s, Matrix3 const& m) {
  auto const centre = turned(s.centre, m);
  return Box{centre, s.width, s.height, turned_angle(s.centre, s.angle, centre, m)};
}
Shape turned_shape(Ellipse const& s, Matrix3 const& m) {
  auto const centre = turned(s.centre, m);
  return Ellipse{centre, s.a, s.b, turned_angle(s.centre, s.angle, centre, m)};
}
Shape turned_shape(Polygon const& s, Matrix3 const& m) {
  Polygon out;
  for (Direction<Icrs> const& vertex : s.vertices) out.vertices.push_back(turned(vertex, m));
  return out;
}

}  // namespace

LocalAxes local_axes(Vector3 const& direction) {
  double const across = std::hypot(direction[0], direction[1]);
  Vector3 const east =
      across > 0 ? Vector3{-direction[1] / across, direction[0] / across, 0} : Vector3{0, 1, 0};
  return {east, cross(direction, east)};
}

Angle position_angle(Vector3 const& from, Vector3 const& to) {
  LocalAxes const axes = local_axes(from);
  return radians(std::atan2(dot(to, axes.east), dot(to, axes.north)));
}

Matrix3 rotation_about(Direction<Icrs> const& axis, Angle turn) {
  // Rodrigues' formula; the sense is negative because the sky is seen from within.
  double const s = std::sin(-in_radians(turn)), half = std::sin(in_radians(turn) / 2), d = 2 * half * half;
  auto const& [x, y, z] = axis.xyz();
  return {1 - d * (y * y + z * z), d * x * y - s * z,       d * x * z + s * y,
          d * x * y + s * z,       1 - d * (x * x + z * z), d * y * z - s * x,
          d * x * z - s * y,       d * y * z + s * x,       1 - d * (x * x + y * y)};
}

Direction<Icrs> turned(Direction<Icrs> const& direction, Matrix3 const& rotation) {
  return Direction<Icrs>::along(rotation * direction.xyz());
}

Shape turned(Shape const& shape, Matrix3 const& rotation) {
  return std::visit([&](auto const& s) { return turned_shape(s, rotation); }, shape);
}

Region turned(Region const& region, Matrix3 const& rotation) {
  Region out;
  for (Shape const& shape : region.include) out.include.push_back(turned(shape, rotation));
  for (Shape const& shape : region.exclude) out.exclude.push_back(turned(shape, rotation));
  return out;
}

}  // namespace engine

#include "engine/model/region.hpp"

#include <algorithm>
#include <cmath>

namespace engine {

namespace {

/// Position in the tangent plane of `centre`, axes turned by `angle` from north through east; false for the
/// far hemisphere, which no tangent plane shows.
bool on_plane(Direction<Icrs> const& centre, Angle angle, Vector3 const& v, double& across, double& along) {
  Vector3 const& c = centre.xyz();
  double const depth = dot(c, v);
  if (depth <= 0) return false;
  double const lon = in_radians(centre.lon()), lat = in_radians(centre.lat());
  Vector3 const east{-std::sin(lon), std::cos(lon), 0};
  Vector3 const north{-std::sin(lat) * std::cos(lon), -std::sin(lat) * std::sin(lon), std::cos(lat)};
  double const x = dot(east, v) / depth, y = dot(north, v) / depth;
  double const s = std::sin(in_radians(angle)), c_angle = std::cos(in_radians(angle));
  across = x * c_angle - y * s;  // the "width" axis: east when the angle is 0
  along = x * s + y * c_angle;   // the "height" axis: north when the angle is 0
  return true;
}

bool inside(Cone const& s, Vector3 const& v) { return separation(s.centre.xyz(), v) < s.radius; }

bool inside(Annulus const& s, Vector3 const& v) {
  Angle const apart = separation(s.centre.xyz(), v);
  return s.inner <= apart && apart < s.outer;
}

bool inside(Box const& s, Vector3 const& v) {
  double across = 0, along = 0;
  if (!on_plane(s.centre, s.angle, v, across, along)) return false;
  return std::abs(across) < std::tan(in_radians(s.width) / 2) &&
         std::abs(along) < std::tan(in_radians(s.height) / 2);
}

bool inside(Ellipse const& s, Vector3 const& v) {
  double across = 0, along = 0;
  if (!on_plane(s.centre, s.angle, v, across, along)) return false;
  double const x = across / std::tan(in_radians(s.a)), y = along / std::tan(in_radians(s.b));
  return x * x + y * y < 1;
}

Vector3 middle(Polygon const& s) {
  Vector3 sum{};
  for (Direction<Icrs> const& vertex : s.vertices)
    for (std::size_t k = 0; k < 3; ++k) sum[k] += vertex.xyz()[k];
  return sum;
}

/// Crossing number in the tangent plane of the polygon's middle, where great circles are straight lines.
bool inside(Polygon const& s, Vector3 const& v) {
  Direction<Icrs> const centre = Direction<Icrs>::along(middle(s));
  double px = 0, py = 0;
  if (!on_plane(centre, Angle{}, v, px, py)) return false;
  bool odd = false;
  double ax = 0, ay = 0;
  if (!on_plane(centre, Angle{}, s.vertices.back().xyz(), ax, ay)) return false;
  for (Direction<Icrs> const& vertex : s.vertices) {
    double bx = 0, by = 0;
    if (!on_plane(centre, Angle{}, vertex.xyz(), bx, by)) return false;
    if ((ay > py) != (by > py) && px < (bx - ax) * (py - ay) / (by - ay) + ax) odd = !odd;
    ax = bx;
    ay = by;
  }
  return odd;
}

/// Half diagonal of a rectangle of the tangent plane.
Angle half_diagonal(Angle width, Angle height) {
  return radians(std::atan(std::hypot(std::tan(in_radians(width) / 2), std::tan(in_radians(height) / 2))));
}

Cone bound_of(Cone const& s) { return s; }
Cone bound_of(Annulus const& s) { return {s.centre, s.outer}; }
Cone bound_of(Box const& s) { return {s.centre, half_diagonal(s.width, s.height)}; }
Cone bound_of(Ellipse const& s) { return {s.centre, std::max(s.a, s.b)}; }
Cone bound_of(Polygon const& s) {
  Cone out{Direction<Icrs>::along(middle(s)), Angle{}};
  for (Direction<Icrs> const& vertex : s.vertices)
    out.radius = std::max(out.radius, separation(out.centre, vertex));
  return out;
}

}  // namespace

bool contains(Shape const& shape, Vector3 const& direction) {
  return std::visit([&](auto const& s) { return inside(s, direction); }, shape);
}

bool contains(Region const& region, Vector3 const& direction) {
  auto const holds = [&](Shape const& shape) { return contains(shape, direction); };
  bool const included =
      region.include.empty() || std::any_of(region.include.begin(), region.include.end(), holds);
  return included && std::none_of(region.exclude.begin(), region.exclude.end(), holds);
}

Cone bound(Shape const& shape) {
  Cone out = std::visit([](auto const& s) { return bound_of(s); }, shape);
  out.radius = out.radius + radians(1e-7);  // far above the rounding of a separation
  return out;
}

}  // namespace engine

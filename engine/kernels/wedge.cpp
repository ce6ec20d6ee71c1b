#include "engine/kernels/wedge.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/model/rotation.hpp"

namespace engine {

namespace {

constexpr double pi = std::numbers::pi;

/// A point of the tangent plane of `centre`, axes turned by `angle` (see region.hpp).
Vector3 on_plane(Direction<Icrs> const& centre, Angle angle, double across, double along) {
  LocalAxes const axes = local_axes(centre.xyz());
  double const s = std::sin(in_radians(angle)), c = std::cos(in_radians(angle));
  double const east = across * c + along * s, north = along * c - across * s;
  Vector3 out = centre.xyz();
  for (std::size_t k = 0; k < 3; ++k) out[k] += east * axes.east[k] + north * axes.north[k];
  return out;
}

using Corners = std::vector<Vector3>;

Corners corners_of(Polygon const& s) {
  Corners out;
  for (Direction<Icrs> const& vertex : s.vertices) out.push_back(vertex.xyz());
  return out;
}
Corners corners_of(Box const& s) {
  double const x = std::tan(in_radians(s.width) / 2), y = std::tan(in_radians(s.height) / 2);
  return {on_plane(s.centre, s.angle, x, y), on_plane(s.centre, s.angle, -x, y),
          on_plane(s.centre, s.angle, -x, -y), on_plane(s.centre, s.angle, x, -y)};
}
/// A polygon around the ellipse, each side of which touches it.
Corners corners_of(Ellipse const& s) {
  constexpr int sides = 256;
  double const out_by = 1 / std::cos(pi / sides);
  double const x = std::tan(in_radians(s.a)) * out_by, y = std::tan(in_radians(s.b)) * out_by;
  Corners out;
  for (int i = 0; i < sides; ++i)
    out.push_back(
        on_plane(s.centre, s.angle, x * std::cos(2 * pi * i / sides), y * std::sin(2 * pi * i / sides)));
  return out;
}

/// The turn from position angle a to b, the short way.
double short_way(double a, double b) { return std::remainder(b - a, 2 * pi); }

/// Along a great circle the position angle is monotonic, so the corners are the extremes.
std::optional<Wedge> wedge_of_corners(Corners const& corners, Vector3 const& centre) {
  double const first = in_radians(position_angle(centre, corners.front()));
  double at = first, least = first, greatest = first;
  for (std::size_t i = 1; i <= corners.size(); ++i) {
    Vector3 const& corner = corners[i % corners.size()];
    Vector3 const beside = cross(centre, corner);
    if (dot(beside, beside) < 1e-24 * dot(corner, corner)) return std::nullopt;
    at += short_way(at, in_radians(position_angle(centre, corner)));
    least = std::min(least, at);
    greatest = std::max(greatest, at);
  }
  bool const winds_around = std::abs(at - first) > 1;
  if (winds_around || greatest - least >= pi) return std::nullopt;
  return Wedge{radians(least), radians(greatest)};
}

/// Great circles through the centre that touch a cone: sin(half width) = sin(radius) / sin(offset).
std::optional<Wedge> wedge_of_cone(Direction<Icrs> const& around, Angle radius, Vector3 const& centre) {
  double const offset = in_radians(separation(around.xyz(), centre)), r = in_radians(radius);
  if (!(r < offset && r + offset < pi)) return std::nullopt;
  double const half = std::asin(std::min(1.0, std::sin(r) / std::sin(offset)));
  double const middle = in_radians(position_angle(centre, around.xyz()));
  return Wedge{radians(middle - half), radians(middle + half)};
}

struct ShapeWedge {
  Vector3 centre;
  std::optional<Wedge> operator()(Cone const& s) const { return wedge_of_cone(s.centre, s.radius, centre); }
  std::optional<Wedge> operator()(Annulus const& s) const { return wedge_of_cone(s.centre, s.outer, centre); }
  template <class Cornered>
  std::optional<Wedge> operator()(Cornered const& s) const {
    return wedge_of_corners(corners_of(s), centre);
  }
};

Wedge hull(Wedge const& a, Wedge b) {
  double const middle_a = in_radians(a.from + a.to) / 2, middle_b = in_radians(b.from + b.to) / 2;
  Angle const shift = radians(middle_a + short_way(middle_a, middle_b) - middle_b);
  b = {b.from + shift, b.to + shift};
  return {std::min(a.from, b.from), std::max(a.to, b.to)};
}

/// Points of a closed line of great circles, no farther apart than `step` (radians).
void add_line(std::vector<Cone>& out, Corners const& corners, double step) {
  for (std::size_t i = 0; i < corners.size(); ++i) {
    auto const from = Direction<Icrs>::along(corners[i]),
               to = Direction<Icrs>::along(corners[(i + 1) % corners.size()]);
    double const length = in_radians(separation(from, to));
    // Steps along the chord are longest, on the sphere, in its middle: by 1/cos of half the side.
    auto const pieces =
        static_cast<int>(std::ceil(length / (step * std::cos(std::min(length / 2, 1.4)))) + 1);
    for (int k = 0; k < pieces; ++k) {
      double const part = static_cast<double>(k) / pieces;
      Vector3 at{};
      for (std::size_t axis = 0; axis < 3; ++axis)
        at[axis] = (1 - part) * from.xyz()[axis] + part * to.xyz()[axis];
      out.push_back({Direction<Icrs>::along(at), radians(1.5 * step)});
    }
  }
}

void add_circle(std::vector<Cone>& out, Direction<Icrs> const& centre, Angle radius, double step) {
  auto const pieces = static_cast<int>(std::ceil(2 * pi * std::sin(in_radians(radius)) / step) + 3);
  LocalAxes const axes = local_axes(centre.xyz());
  double const r = std::sin(in_radians(radius)), depth = std::cos(in_radians(radius));
  for (int k = 0; k < pieces; ++k) {
    double const east = r * std::sin(2 * pi * k / pieces), north = r * std::cos(2 * pi * k / pieces);
    Vector3 at{};
    for (std::size_t axis = 0; axis < 3; ++axis)
      at[axis] = depth * centre.xyz()[axis] + east * axes.east[axis] + north * axes.north[axis];
    out.push_back({Direction<Icrs>::along(at), radians(1.5 * step)});
  }
}

void add_border(std::vector<Cone>& out, Annulus const& s, double step) {
  add_circle(out, s.centre, s.inner, step);
  add_circle(out, s.centre, s.outer, step);
}
void add_border(std::vector<Cone>&, Cone const&, double) {}  // a cone is its own cover
template <class Cornered>
void add_border(std::vector<Cone>& out, Cornered const& s, double step) {
  add_line(out, corners_of(s), step);
}

/// Discs on a grid of the shape's tangent plane and along its border. A point of the shape is at most 0.71
/// steps from a grid point; if that lies outside, the border runs between the two, and one of its discs is no
/// farther than 0.71 + 0.5 steps.
void add_cover(std::vector<Cone>& out, Shape const& shape) {
  constexpr int steps = 30;
  Cone const around = bound(shape);
  double const step = std::tan(std::min(in_radians(around.radius), 1.5)) / steps;
  for (int i = -steps; i <= steps; ++i)
    for (int j = -steps; j <= steps; ++j) {
      auto const middle = Direction<Icrs>::along(on_plane(around.centre, Angle{}, i * step, j * step));
      if (contains(shape, middle.xyz())) out.push_back({middle, radians(1.5 * step)});
    }
  std::visit([&](auto const& s) { add_border(out, s, step); }, shape);
}

}  // namespace

std::optional<Wedge> wedge_of(Region const& region, Direction<Icrs> const& centre) {
  std::optional<Wedge> out;
  for (Shape const& shape : region.include) {
    std::optional<Wedge> const next = std::visit(ShapeWedge{centre.xyz()}, shape);
    if (!next) return std::nullopt;
    out = out ? hull(*out, *next) : *next;
  }
  if (out && in_radians(out->width()) >= 2 * pi) return std::nullopt;
  return out;
}

AngleRange offsets_of(Region const& region, Direction<Icrs> const& centre) {
  AngleRange out{radians(pi), Angle{}};
  for (Shape const& shape : region.include) {
    Cone const around = bound(shape);
    Angle const offset = separation(around.centre, centre);
    out.min = std::min(out.min, std::max(Angle{}, offset - around.radius));
    out.max = std::max(out.max, std::min(radians(pi), offset + around.radius));
  }
  return out;
}

std::vector<Cone> cover_of(Region const& region) {
  std::vector<Cone> out;
  for (Shape const& shape : region.include)
    if (Cone const* cone = std::get_if<Cone>(&shape))
      out.push_back(*cone);
    else
      add_cover(out, shape);
  return out;
}

}  // namespace engine

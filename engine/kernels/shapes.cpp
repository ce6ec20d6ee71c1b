#include "engine/kernels/shapes.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>

#include "engine/base/expects.hpp"
#include "engine/kernels/vector_math.hpp"

namespace engine {

namespace {

struct Columns {
  double const *x, *y, *z;
  std::size_t n;
};

Columns columns(VectorView v) { return {v.x.data(), v.y.data(), v.z.data(), v.x.size()}; }

/// Square of the chord over an angle. Separations end at pi: a larger one is beyond every chord.
double chord2(Angle angle) {
  double const a = in_radians(angle);
  if (a <= 0) return 0;
  if (a > std::numbers::pi) return std::numeric_limits<double>::infinity();
  double const half = sin_cos(a / 2).sin;
  return 4 * half * half;
}

double tangent(Angle angle) {
  SinCos const s = sin_cos(in_radians(angle));
  return s.sin / s.cos;
}

struct TangentAxes {
  Vector3 east, north;
};

TangentAxes tangent_axes(Vector3 const& centre) {
  double const across = std::sqrt(centre[0] * centre[0] + centre[1] * centre[1]);
  // At the pole itself east is taken as for longitude 0.
  Vector3 const east = across > 0 ? Vector3{-centre[1] / across, centre[0] / across, 0} : Vector3{0, 1, 0};
  return {east, cross(centre, east)};
}

Vector3 combined(double a, Vector3 const& u, double b, Vector3 const& v) {
  return {a * u[0] + b * v[0], a * u[1] + b * v[1], a * u[2] + b * v[2]};
}

PreparedPlate plate(Direction<Icrs> const& centre, Angle half_across, Angle half_along, Angle turn) {
  TangentAxes const axes = tangent_axes(centre.xyz());
  SinCos const a = sin_cos(in_radians(turn));
  double const u = 1 / tangent(half_across), v = 1 / tangent(half_along);
  return {centre.xyz(), combined(u * a.cos, axes.east, -u * a.sin, axes.north),
          combined(v * a.sin, axes.east, v * a.cos, axes.north), false};
}

PreparedShape prepared_shape(Cone const& s) { return prepared_ring(s.centre.xyz(), Angle{}, s.radius); }
PreparedShape prepared_shape(Annulus const& s) { return prepared_ring(s.centre.xyz(), s.inner, s.outer); }
PreparedShape prepared_shape(Box const& s) { return plate(s.centre, 0.5 * s.width, 0.5 * s.height, s.angle); }
PreparedShape prepared_shape(Ellipse const& s) {
  PreparedPlate out = plate(s.centre, s.a, s.b, s.angle);
  out.round = true;
  return out;
}

PreparedShape prepared_shape(Polygon const& s) {
  Cone const around = bound(s);
  TangentAxes const axes = tangent_axes(around.centre.xyz());
  PreparedPolygon out{prepared_ring(around.centre.xyz(), Angle{}, around.radius),
                      around.centre.xyz(),
                      axes.east,
                      axes.north,
                      {}};
  for (Direction<Icrs> const& vertex : s.vertices) {
    double const depth = dot(out.centre, vertex.xyz());
    if (depth <= 0) {
      out.vertices.clear();
      return out;
    }
    out.vertices.push_back({dot(out.east, vertex.xyz()) / depth, dot(out.north, vertex.xyz()) / depth});
  }
  return out;
}

DISTILL_WIDE void mark_ring(PreparedRing const& ring, Columns v, std::uint8_t* __restrict inside) {
  PreparedRing const r = ring;
  for (std::size_t i = 0; i < v.n; ++i) {
    double const dx = v.x[i] - r.centre[0], dy = v.y[i] - r.centre[1], dz = v.z[i] - r.centre[2];
    double const d2 = dx * dx + dy * dy + dz * dz;
    inside[i] = static_cast<std::uint8_t>(d2 >= r.inner2 && d2 < r.outer2);
  }
}

DISTILL_WIDE void mark_plate(PreparedPlate const& plate, Columns v, std::uint8_t* __restrict inside) {
  PreparedPlate const p = plate;
  for (std::size_t i = 0; i < v.n; ++i) {
    double const depth = p.centre[0] * v.x[i] + p.centre[1] * v.y[i] + p.centre[2] * v.z[i];
    double const x = p.across[0] * v.x[i] + p.across[1] * v.y[i] + p.across[2] * v.z[i];
    double const y = p.along[0] * v.x[i] + p.along[1] * v.y[i] + p.along[2] * v.z[i];
    bool const in_box = std::abs(x) < depth && std::abs(y) < depth;
    bool const in_ellipse = x * x + y * y < depth * depth;
    inside[i] = static_cast<std::uint8_t>(depth > 0 && (p.round ? in_ellipse : in_box));
  }
}

/// Crossing number in the tangent plane, where great circles are straight lines.
bool holds(PreparedPolygon const& p, Vector3 const& v) {
  double const depth = dot(p.centre, v);
  if (!(depth > 0) || p.vertices.empty()) return false;
  double const x = dot(p.east, v) / depth, y = dot(p.north, v) / depth;
  bool odd = false;
  std::array<double, 2> from = p.vertices.back();
  for (std::array<double, 2> const& to : p.vertices) {
    bool const passes = (from[1] > y) != (to[1] > y);
    if (passes && x < (to[0] - from[0]) * (y - from[1]) / (to[1] - from[1]) + from[0]) odd = !odd;
    from = to;
  }
  return odd;
}

void mark(PreparedRing const& s, Columns v, std::uint8_t* inside) { mark_ring(s, v, inside); }
void mark(PreparedPlate const& s, Columns v, std::uint8_t* inside) { mark_plate(s, v, inside); }
void mark(PreparedPolygon const& s, Columns v, std::uint8_t* inside) {
  mark_ring(s.bound, v, inside);
  for (std::size_t i = 0; i < v.n; ++i)
    if (inside[i] != 0) inside[i] = static_cast<std::uint8_t>(holds(s, {v.x[i], v.y[i], v.z[i]}));
}

Columns part(Columns v, std::size_t first, std::size_t n) {
  return {v.x + first, v.y + first, v.z + first, n};
}

}  // namespace

PreparedRing prepared_ring(Vector3 const& centre, Angle min, Angle max) {
  return {centre, chord2(min), chord2(max)};
}

PreparedRegion prepared(Region const& region) {
  auto const each = [](std::vector<Shape> const& shapes) {
    std::vector<PreparedShape> out;
    for (Shape const& shape : shapes)
      out.push_back(std::visit([](auto const& s) { return prepared_shape(s); }, shape));
    return out;
  };
  return {each(region.include), each(region.exclude)};
}

void mark_inside(PreparedRing const& ring, VectorView icrs, std::span<std::uint8_t> inside) {
  std::size_t const n = inside.size();
  EXPECTS(icrs.x.size() == n && icrs.y.size() == n && icrs.z.size() == n);
  mark_ring(ring, columns(icrs), inside.data());
}

void mark_inside(PreparedRegion const& region, VectorView icrs, std::span<std::uint8_t> inside) {
  std::size_t const total = inside.size();
  EXPECTS(icrs.x.size() == total && icrs.y.size() == total && icrs.z.size() == total);
  constexpr std::size_t chunk = 1024;
  std::uint8_t in_shape[chunk];
  for (std::size_t first = 0; first < total; first += chunk) {
    std::size_t const n = std::min(chunk, total - first);
    Columns const v = part(columns(icrs), first, n);
    std::uint8_t* const in_region = inside.data() + first;
    // An undefined direction differs from itself.
    for (std::size_t i = 0; i < n; ++i)
      in_region[i] = static_cast<std::uint8_t>(region.include.empty() && v.x[i] == v.x[i]);
    for (PreparedShape const& shape : region.include) {
      std::visit([&](auto const& s) { mark(s, v, in_shape); }, shape);
      for (std::size_t i = 0; i < n; ++i) in_region[i] |= in_shape[i];
    }
    for (PreparedShape const& shape : region.exclude) {
      std::visit([&](auto const& s) { mark(s, v, in_shape); }, shape);
      for (std::size_t i = 0; i < n; ++i) in_region[i] &= static_cast<std::uint8_t>(in_shape[i] ^ 1);
    }
  }
}

}  // namespace engine

#include "catalog/ingest/footprint.hpp"

#include <cmath>

#include "engine/base/expects.hpp"
#include "engine/model/sky.hpp"

namespace catalog::ingest {

namespace {

using engine::Vector3;

Vector3 unit_vector(SkyPoint const& p) {
  return engine::Direction<engine::Icrs>::at(engine::degrees(p.ra_deg), engine::degrees(p.dec_deg)).xyz();
}

Vector3 normalised(Vector3 const& v) {
  double const length = std::sqrt(engine::dot(v, v));
  return {v[0] / length, v[1] / length, v[2] / length};
}

/// The point at an angle from `from` towards the unit vector `towards`, which is at right angles to it.
Vector3 stepped(Vector3 const& from, Vector3 const& towards, double angle_rad) {
  double const c = std::cos(angle_rad), s = std::sin(angle_rad);
  return {c * from[0] + s * towards[0], c * from[1] + s * towards[1], c * from[2] + s * towards[2]};
}

/// Along the track at `at`, from `before` to `after`; of unit length, at right angles to `at`.
Vector3 forward(Vector3 const& at, Vector3 const& before, Vector3 const& after) {
  Vector3 const chord{after[0] - before[0], after[1] - before[1], after[2] - before[2]};
  double const radial = engine::dot(chord, at);
  return normalised({chord[0] - radial * at[0], chord[1] - radial * at[1], chord[2] - radial * at[2]});
}

void add_corner(std::vector<double>& corners, Vector3 const& v) {
  auto const direction = engine::Direction<engine::Icrs>::along(v);
  double const ra_deg = engine::in_degrees(direction.lon());
  corners.push_back(ra_deg < 360 ? ra_deg : 0);
  corners.push_back(engine::in_degrees(direction.lat()));
}

/// At most `most` points of the track, both ends among them, neighbours apart.
std::vector<Vector3> thinned(std::span<SkyPoint const> track, std::size_t most) {
  constexpr double apart_rad = 1e-6;
  std::vector<Vector3> all;
  for (SkyPoint const& p : track) {
    Vector3 const v = unit_vector(p);
    if (all.empty() || engine::in_radians(engine::separation(all.back(), v)) > apart_rad) all.push_back(v);
  }
  if (all.size() <= most) return all;
  std::vector<Vector3> some;
  for (std::size_t i = 0; i < most; ++i) some.push_back(all[i * (all.size() - 1) / (most - 1)]);
  return some;
}

}  // namespace

std::vector<double> circle_footprint(SkyPoint const& centre, double radius_deg) {
  return {centre.ra_deg, centre.dec_deg, radius_deg};
}

std::vector<double> track_footprint(std::span<SkyPoint const> track, double radius_deg) {
  EXPECTS(!track.empty() && radius_deg > 0);
  constexpr std::size_t most_points = 32;
  constexpr double most_radius_deg = 89;  // beyond it the sides of a strip have no meaning
  std::vector<Vector3> const points = thinned(track, most_points);
  if (points.size() < 2 || radius_deg > most_radius_deg) return circle_footprint(track.front(), radius_deg);
  double const radius = engine::in_radians(engine::degrees(radius_deg));
  std::vector<Vector3> ahead;
  for (std::size_t i = 0; i < points.size(); ++i)
    ahead.push_back(
        forward(points[i], points[i == 0 ? 0 : i - 1], points[std::min(i + 1, points.size() - 1)]));
  auto const side = [&](std::size_t i, double sign) {
    return stepped(points[i], engine::cross(points[i], ahead[i]), sign * radius);
  };
  std::vector<double> corners;
  // The corners at both ends stand a radius behind the ends, so that the caps are covered. The first cross
  // product points to the left of the way, which is where a traveller eastwards has north: the polygon runs
  // along the right side first.
  for (double const sign : {-1.0, 1.0}) {
    std::size_t const n = points.size();
    for (std::size_t k = 0; k < n; ++k) {
      std::size_t const i = sign < 0 ? k : n - 1 - k;
      Vector3 corner = side(i, sign);
      if (i == 0 || i == n - 1) {
        Vector3 const end = stepped(points[i], ahead[i], i == 0 ? -radius : radius);
        Vector3 const left = engine::cross(points[i], ahead[i]);
        corner = normalised({end[0] + sign * std::tan(radius) * left[0],
                             end[1] + sign * std::tan(radius) * left[1],
                             end[2] + sign * std::tan(radius) * left[2]});
      }
      add_corner(corners, corner);
    }
  }
  return corners;
}

}  // namespace catalog::ingest

// OFF regions by gammapy's rules: see gammapy/makers/background/reflected.py of gammapy 1.0.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"
#include "engine/kernels/gammapy_plane.hpp"
#include "engine/kernels/reflected_regions.hpp"
#include "engine/kernels/spherical_area.hpp"

namespace engine {

namespace {

constexpr double whole = 2 * std::numbers::pi;
using Point = GammapyPlane::Point;

double distance(Point const& a, Point const& b) { return std::hypot(a.x - b.x, a.y - b.y); }

/// ReflectedRegionsFinder._region_angular_size: from the centres of the pixels in the region.
double angular_size(GammapyPlane const& plane, Point const& on, double radius) {
  double least = whole, greatest = -whole, least_wrapped = whole, greatest_wrapped = -whole;
  auto const low = [](double v) { return static_cast<int>(std::floor(v)); };
  for (int row = low(on.y - radius) - 1; row <= low(on.y + radius) + 1; ++row)
    for (int column = low(on.x - radius) - 1; column <= low(on.x + radius) + 1; ++column) {
      Point const p{column + plane.grid(), row + plane.grid()};
      if (!(distance(p, on) < radius)) continue;
      double const angle = std::atan2(-p.x, -p.y);
      least = std::min(least, angle);
      greatest = std::max(greatest, angle);
      double const wrapped = angle >= 0 ? angle - whole : angle;
      least_wrapped = std::min(least_wrapped, wrapped);
      greatest_wrapped = std::max(greatest_wrapped, wrapped);
    }
  if (greatest < least) return 0;
  double const size = greatest - least;
  return size > std::numbers::pi ? greatest_wrapped - least_wrapped : size;
}

Cone const& only_circle(Region const& on) {
  Cone const* cone =
      on.include.size() == 1 && on.exclude.empty() ? std::get_if<Cone>(&on.include.front()) : nullptr;
  if (cone == nullptr)
    throw Failure(
        Fault::bad_request,
        "OFF regions by gammapy's rule: repeated for an ON region that is one circle only - use the "
        "default rule for other regions");
  return *cone;
}

/// How much the union of the circles is less than their sum: neighbours may overlap.
double overlaps(OffRegions const& off, Cone const& on) {
  Angle const offset = separation(off.pointing, on.centre);
  double lost_sr = 0;
  for (std::size_t i = 1; i < off.turns.size(); ++i) {
    double const half =
        std::sin(in_radians(off.turns[i] - off.turns[i - 1]) / 2) * std::sin(in_radians(offset));
    lost_sr += lens_area_sr(on.radius, radians(2 * std::asin(std::min(1.0, half))));
  }
  return lost_sr / cone_area_sr(on.radius);
}

/// Its map grows with the offset; no camera sees this far.
constexpr Angle farthest = degrees(20);

OffRegions too_far(Direction<Icrs> const& pointing, Region const& on) {
  return {pointing, on, {}, 0, 0, RegionRule::sphere, "the ON region is more than 20 deg from the pointing"};
}

void finish(OffRegions& out, Cone const& on) {
  out.acceptance = static_cast<double>(out.turns.size());
  out.true_acceptance = out.acceptance - overlaps(out, on);
  if (out.turns.empty()) out.why_none = "gammapy's rule finds no place for an OFF region";
}

}  // namespace

OffRegions gammapy_reflected_regions(Direction<Icrs> const& pointing, Region const& region,
                                     ExclusionView const& exclusion, ReflectionRules const& rules) {
  Cone const& cone = only_circle(region);
  EXPECTS(rules.min_distance >= Angle{} && rules.min_distance_on >= Angle{});
  if (!(rules.angle_step >= radians(1e-5)))
    throw Failure(Fault::bad_request,
                  "OFF regions by gammapy's rule: the angle step must be at least 1e-5 rad");
  if (separation(pointing, cone.centre) + cone.radius > farthest) return too_far(pointing, region);
  GammapyPlane const plane(pointing, cone.centre);
  Point const on = plane.point_of(cone.centre.xyz());
  double const radius = plane.radius_in_pixels(cone.centre, cone.radius);
  double const ring = std::hypot(on.x, on.y);
  std::vector<Point> const excluded = plane.excluded(exclusion, ring - radius - 1, ring + radius + 1);

  double const width = angular_size(plane, on, radius) + in_radians(rules.min_distance);
  double const last = whole - width - in_radians(rules.min_distance_on);
  OffRegions out{pointing, region, {}, 0, 0, RegionRule::gammapy, {}};
  double turn = width + in_radians(rules.min_distance_on);
  while (turn < last) {
    Point const centre = turned(on, turn);
    bool const hit = std::any_of(excluded.begin(), excluded.end(),
                                 [&](Point const& p) { return distance(p, centre) < radius; });
    if (hit) {
      turn += in_radians(rules.angle_step);
      continue;
    }
    out.turns.push_back(radians(turn));
    if (width <= 0 || out.turns.size() >= rules.max_regions) break;
    turn += width;
  }
  finish(out, cone);
  return out;
}

OffRegions gammapy_wobble_regions(Direction<Icrs> const& pointing, Direction<Icrs> const& source,
                                  Angle largest, std::size_t count, ExclusionView const& exclusion) {
  Region const region{{Cone{source, largest}}, {}};
  if (separation(pointing, source) + largest > farthest) return too_far(pointing, region);
  GammapyPlane const plane(pointing, source);
  Point const on = plane.point_of(source.xyz());
  double const ring = std::hypot(on.x, on.y);
  std::vector<Point> const excluded = plane.excluded(exclusion, ring - 2, ring + 2);
  OffRegions out{pointing, region, {}, 0, 0, RegionRule::sphere, {}};
  for (std::size_t i = 1; i <= count; ++i) {
    double const turn = whole / static_cast<double>(count + 1) * static_cast<double>(i);
    Point const centre = turned(on, turn);
    bool const hit = std::any_of(excluded.begin(), excluded.end(),
                                 [&](Point const& p) { return distance(p, centre) < 1; });
    if (!hit) out.turns.push_back(radians(turn));
  }
  // gammapy refuses the set if any two circles of it, ON among them, overlap.
  for (std::size_t i = 0; i <= out.turns.size() && !out.turns.empty(); ++i) {
    double const from = i == 0 ? 0 : in_radians(out.turns[i - 1]);
    double const to = i == out.turns.size() ? whole : in_radians(out.turns[i]);
    double const half = std::sin((to - from) / 2) * std::sin(in_radians(separation(pointing, source)));
    if (radians(2 * std::asin(std::min(1.0, half))) < 2 * largest) {
      out.turns.clear();
      out.why_none = "gammapy's rule: the regions overlap at the largest radius; ask for fewer";
    }
  }
  if (out.turns.empty() && out.why_none.empty())
    out.why_none = "all positions around the pointing are excluded";
  out.acceptance = out.true_acceptance = static_cast<double>(out.turns.size());
  return out;
}

}  // namespace engine

#include "engine/kernels/on_off_locator.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/base/expects.hpp"
#include "engine/kernels/gammapy_plane.hpp"
#include "engine/kernels/vector_math.hpp"
#include "engine/kernels/wedge.hpp"
#include "engine/model/rotation.hpp"

namespace engine {

namespace {

constexpr double whole = 2 * std::numbers::pi;
constexpr double slack = 1e-7;  // radians: far above rounding, far below any region

/// ON first, then the OFF regions.
std::vector<Angle> all_turns(OffRegions const& off) {
  std::vector<Angle> turns{Angle{}};
  turns.insert(turns.end(), off.turns.begin(), off.turns.end());
  return turns;
}

Cone const* single_cone(Region const& on) {
  return on.include.size() == 1 && on.exclude.empty() ? std::get_if<Cone>(&on.include.front()) : nullptr;
}

OnOffLocator::Cones cones_of(OffRegions const& off, Cone const& on, std::vector<Angle> const& radii) {
  OnOffLocator::Cones out;
  for (Angle const turn : all_turns(off))
    out.centres.push_back(turned(on.centre, rotation_about(off.pointing, turn)).xyz());
  out.centres.front() = on.centre.xyz();  // not even rounded
  for (Angle const radius : radii)
    out.chord2.push_back(prepared_ring(on.centre.xyz(), Angle{}, radius).outer2);
  return out;
}

OnOffLocator::Circles circles_of(OffRegions const& off, Cone const& on) {
  GammapyPlane const plane(off.pointing, on.centre);
  GammapyPlane::Point const first = plane.point_of(on.centre.xyz());
  double const unit = GammapyPlane::pixel_deg * std::numbers::pi / 180;
  double const radius = plane.radius_in_pixels(on.centre, on.radius) * unit;
  double const arcsecond = std::numbers::pi / 648000;
  double const on_tangent = in_radians(on.radius) * std::tan(arcsecond) / arcsecond;
  OnOffLocator::Circles out{{}, radius * radius, on.centre.xyz(), on_tangent * on_tangent};
  for (Angle const turn : all_turns(off)) {
    GammapyPlane::Point const p = turned(first, in_radians(turn));
    out.centres.push_back({p.x * unit, p.y * unit});
  }
  return out;
}

OnOffLocator::Images images_of(OffRegions const& off) {
  OnOffLocator::Images out{prepared(off.on), {}};
  for (Angle const turn : all_turns(off))
    out.back.push_back(rotation_about(off.pointing, radians(-in_radians(turn))));
  return out;
}

/// An event, with its place in the tangent plane of the pointing: x to the west, y to the north.
struct Place {
  Vector3 v;
  double x, y;
};

double square_of_chord(Vector3 const& a, Vector3 const& b) {
  double const dx = a[0] - b[0], dy = a[1] - b[1], dz = a[2] - b[2];
  return dx * dx + dy * dy + dz * dz;
}

bool holds(OnOffLocator::Cones const& cones, std::size_t region, Place const& p, std::uint32_t bin) {
  return square_of_chord(p.v, cones.centres[region]) < cones.chord2[bin];
}

bool holds(OnOffLocator::Circles const& circles, std::size_t region, Place const& p, std::uint32_t) {
  if (region == 0) {
    double const depth = dot(p.v, circles.on);
    Vector3 const beside = cross(p.v, circles.on);
    return depth > 0 && dot(beside, beside) < circles.on_tangent2 * depth * depth;
  }
  double const dx = p.x - circles.centres[region][0], dy = p.y - circles.centres[region][1];
  return dx * dx + dy * dy < circles.radius2;
}

bool holds(OnOffLocator::Images const& images, std::size_t region, Place const& p, std::uint32_t) {
  Vector3 const v = images.back[region] * p.v;
  std::uint8_t inside = 0;
  mark_inside(images.on, VectorView{{&v[0], 1}, {&v[1], 1}, {&v[2], 1}}, {&inside, 1});
  return inside != 0;
}

}  // namespace

OnOffLocator::Axes OnOffLocator::axes_of(OffRegions const& off) {
  LocalAxes const sky = local_axes(off.pointing.xyz());
  Vector3 const middle = bound(off.on.include.front()).centre.xyz();
  double const east = dot(middle, sky.east), north = dot(middle, sky.north), length = std::hypot(east, north);
  double const e = length > 0 ? east / length : 0, n = length > 0 ? north / length : 1;
  Axes out{off.pointing.xyz(), {}, {}};
  for (std::size_t k = 0; k < 3; ++k) {
    out.along[k] = e * sky.east[k] + n * sky.north[k];
    out.across[k] = n * sky.east[k] - e * sky.north[k];
  }
  return out;
}

OnOffLocator::OnOffLocator(OffRegions const& off) : axes_(axes_of(off)) {
  Cone const* const cone = single_cone(off.on);
  EXPECTS(off.rule == RegionRule::sphere || cone != nullptr);
  if (off.rule == RegionRule::gammapy)
    regions_ = circles_of(off, *cone);
  else if (cone != nullptr)
    regions_ = cones_of(off, *cone, {cone->radius});
  else
    regions_ = images_of(off);
  fill_cells(off);
}

OnOffLocator::OnOffLocator(OffRegions off, RadiusByEnergy const& radius)
    : axes_(axes_of(off)), radius_bins_(radius.axis), least_tev_(in_tev(radius.axis.edges().front())) {
  EXPECTS(single_cone(off.on) != nullptr && off.rule == RegionRule::sphere);
  EXPECTS(radius.radius.size() == radius.axis.bins());
  auto& cone = std::get<Cone>(off.on.include.front());
  regions_ = cones_of(off, cone, radius.radius);
  cone.radius = *std::max_element(radius.radius.begin(), radius.radius.end());
  fill_cells(off);
}

void OnOffLocator::fill_cells(OffRegions const& off) {
  // A circle of the tangent plane reaches a little farther out than one of the sphere, by less than r^3.
  Angle const margin = radians(off.rule == RegionRule::gammapy ? 1e-3 : slack);
  AngleRange const ring = offsets_of(off.on, off.pointing);
  greatest_cos_ = ring.min > margin ? std::cos(in_radians(ring.min - margin)) : 2;
  least_cos_ =
      in_radians(ring.max + margin) < std::numbers::pi ? std::cos(in_radians(ring.max + margin)) : -2;

  std::vector<Angle> const turns = all_turns(off);
  std::optional<Wedge> const wedge = wedge_of(off.on, off.pointing);
  double const base = in_radians(position_angle(axes_.pointing, axes_.along));
  double const extra =
      off.rule == RegionRule::gammapy ? 0.02 * in_radians(wedge ? wedge->width() : Angle{}) : slack;
  double const from = wedge ? in_radians(wedge->from) - base - extra : 0,
               width = wedge ? in_radians(wedge->width()) + 2 * extra : whole;
  auto const cells = static_cast<std::size_t>(std::clamp(std::ceil(4 * whole / width), 8.0, 8192.0));

  std::vector<std::vector<std::uint32_t>> lists(cells);
  for (std::size_t region = 0; region < turns.size(); ++region) {
    double const start = from + in_radians(turns[region]), per_cell = whole / static_cast<double>(cells);
    auto const first = static_cast<long>(std::floor(start / per_cell)),
               last = std::min(first + static_cast<long>(cells) - 1,
                               static_cast<long>(std::floor((start + width) / per_cell)));
    for (long cell = first; cell <= last; ++cell) {
      auto const n = static_cast<long>(cells);
      lists[static_cast<std::size_t>(((cell % n) + n) % n)].push_back(static_cast<std::uint32_t>(region));
    }
  }
  for (auto const& list : lists) {
    first_.push_back(static_cast<std::uint32_t>(entries_.size()));
    entries_.insert(entries_.end(), list.begin(), list.end());
  }
  first_.push_back(static_cast<std::uint32_t>(entries_.size()));
}

std::size_t OnOffLocator::cell_of(double angle_rad) const {
  auto const cells = static_cast<double>(first_.size() - 1);
  double const turn = angle_rad < 0 ? angle_rad + whole : angle_rad;
  return static_cast<std::size_t>(std::min(turn / whole * cells, cells - 1));
}

std::uint32_t OnOffLocator::radius_bin(double energy_tev) const {
  if (!radius_bins_) return 0;
  if (radius_bins_->covers(energy_tev)) return radius_bins_->bin_of_covered(energy_tev);
  if (energy_tev < least_tev_) return 0;
  return energy_tev >= least_tev_ ? static_cast<std::uint32_t>(radius_bins_->bins() - 1) : no_bin;
}

template <class Kind>
void OnOffLocator::locate_as(Kind const& kind, VectorView icrs, double const* energy_tev,
                             std::span<std::uint8_t> sides) const {
  Vector3 const sky_x = local_axes(axes_.pointing).east, sky_y = local_axes(axes_.pointing).north;
  for (std::size_t i = 0; i < sides.size(); ++i) {
    Vector3 const v{icrs.x[i], icrs.y[i], icrs.z[i]};
    sides[i] = 0;
    double const depth = dot(v, axes_.pointing);
    if (!(depth >= least_cos_ && depth <= greatest_cos_)) continue;
    std::uint32_t const bin = energy_tev != nullptr ? radius_bin(energy_tev[i]) : 0;
    if (bin == no_bin) continue;
    std::size_t const cell = cell_of(polar_angle(dot(v, axes_.across), dot(v, axes_.along)));
    Place const place{v, -dot(v, sky_x) / depth, dot(v, sky_y) / depth};
    for (std::uint32_t entry = first_[cell]; entry < first_[cell + 1]; ++entry)
      if (std::uint32_t const region = entries_[entry]; holds(kind, region, place, bin))
        sides[i] |= region == 0 ? in_on : in_off;
  }
}

void OnOffLocator::locate(VectorView icrs, std::span<std::uint8_t> sides) const {
  EXPECTS(!radius_bins_);
  EXPECTS(icrs.x.size() == sides.size() && icrs.y.size() == sides.size() && icrs.z.size() == sides.size());
  std::visit([&](auto const& kind) { locate_as(kind, icrs, nullptr, sides); }, regions_);
}

void OnOffLocator::locate(VectorView icrs, std::span<double const> energy_tev,
                          std::span<std::uint8_t> sides) const {
  EXPECTS(icrs.x.size() == sides.size() && icrs.y.size() == sides.size() && icrs.z.size() == sides.size());
  EXPECTS(energy_tev.size() == sides.size());
  std::visit([&](auto const& kind) { locate_as(kind, icrs, energy_tev.data(), sides); }, regions_);
}

}  // namespace engine

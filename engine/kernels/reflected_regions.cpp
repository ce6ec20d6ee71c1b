#include "engine/kernels/reflected_regions.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"
#include "engine/kernels/excluded_places.hpp"
#include "engine/kernels/turn_intervals.hpp"
#include "engine/kernels/wedge.hpp"
#include "engine/model/rotation.hpp"

namespace engine {

namespace {

constexpr double whole = 2 * std::numbers::pi;

/// Blocks the turns that bring `piece` nearer to `excluded` than the sum of their radii.
void block(BlockedTurns& blocked, Vector3 const& pointing, Cone const& piece, Cone const& excluded) {
  double const a = in_radians(separation(pointing, piece.centre.xyz()));
  double const b = in_radians(separation(pointing, excluded.centre.xyz()));
  double const reach = in_radians(piece.radius + excluded.radius);
  if (std::abs(a - b) >= reach) return;  // never near enough, whatever the turn
  double const product = std::sin(a) * std::sin(b);
  double const cosine = std::cos(std::min(reach, std::numbers::pi)) - std::cos(a) * std::cos(b);
  if (cosine <= -product || product == 0) return blocked.add(Angle{}, radians(whole));
  if (cosine >= product) return;
  double const half = std::acos(cosine / product);
  double const apart = in_radians(position_angle(pointing, excluded.centre.xyz()) -
                                  position_angle(pointing, piece.centre.xyz()));
  blocked.add(radians(apart - half), radians(apart + half));
}

BlockedTurns blocked_turns(Direction<Icrs> const& pointing, Region const& on,
                           std::vector<Cone> const& excluded) {
  BlockedTurns blocked;
  for (Cone const& piece : cover_of(on))
    for (Cone const& place : excluded) block(blocked, pointing.xyz(), piece, place);
  return blocked;
}

OffRegions none(Direction<Icrs> const& pointing, Region const& on, std::string const& why) {
  return {pointing, on, {}, 0, 0, RegionRule::sphere, why};
}

}  // namespace

OffRegions reflected_regions(Direction<Icrs> const& pointing, Region const& on,
                             ExclusionView const& exclusion, ReflectionRules const& rules) {
  EXPECTS(!on.include.empty());
  EXPECTS(rules.min_distance >= Angle{} && rules.min_distance_on >= Angle{});
  std::optional<Wedge> const wedge = wedge_of(on, pointing);
  if (!wedge) return none(pointing, on, "the ON region holds or surrounds the pointing");
  AngleRange const ring = offsets_of(on, pointing);
  BlockedTurns const blocked = blocked_turns(pointing, on, excluded_places(exclusion, pointing, ring));

  Angle const first = wedge->width() + rules.min_distance_on;
  Angle const last = radians(whole) - first + radians(1e-12);  // a region that fits exactly does fit
  if (first > last)
    return none(pointing, on, "seen from the pointing the ON region takes up half the circle or more");
  OffRegions out{pointing, on, {}, 0, 0, RegionRule::sphere, {}};
  for (Angle turn = blocked.next_free(first); turn <= last && out.turns.size() < rules.max_regions;
       turn = blocked.next_free(turn + wedge->width() + rules.min_distance))
    out.turns.push_back(turn);
  if (out.turns.empty()) out.why_none = "all of the circle around the pointing is excluded";
  out.acceptance = out.true_acceptance = static_cast<double>(out.turns.size());
  return out;
}

std::size_t most_wobble_regions(Angle offset, Angle radius) {
  double const rho = in_radians(offset), r = in_radians(radius);
  EXPECTS(r > 0);
  if (!(r < rho && r + rho < std::numbers::pi)) return 0;
  double const width = 2 * std::asin(std::min(1.0, std::sin(r) / std::sin(rho)));
  auto const places = static_cast<std::size_t>(whole / width * (1 + 1e-12));
  return places - 1;
}

OffRegions wobble_regions(Direction<Icrs> const& pointing, Direction<Icrs> const& source, Angle largest,
                          std::size_t count, ExclusionView const& exclusion) {
  Region const on{{Cone{source, largest}}, {}};
  std::size_t const most = most_wobble_regions(separation(pointing, source), largest);
  if (most == 0)
    return none(pointing, on, "the ON region holds the pointing, or leaves no room on the circle");
  if (count > most)
    throw Failure(Fault::bad_request, "OFF regions: " + std::to_string(count) +
                                          " touch each other at the largest " +
                                          "radius in use - ask for at most " + std::to_string(most));
  BlockedTurns const blocked =
      blocked_turns(pointing, on, excluded_places(exclusion, pointing, offsets_of(on, pointing)));
  OffRegions out{pointing, on, {}, 0, 0, RegionRule::sphere, {}};
  for (std::size_t i = 1; i <= count; ++i) {
    Angle const turn = radians(whole * static_cast<double>(i) / static_cast<double>(count + 1));
    if (blocked.next_free(turn) == turn) out.turns.push_back(turn);
  }
  if (out.turns.empty()) out.why_none = "all positions on the circle around the pointing are excluded";
  out.acceptance = out.true_acceptance = static_cast<double>(out.turns.size());
  return out;
}

}  // namespace engine

/// Where the background of a spectrum is counted: the ON region turned about the pointing.
#pragma once

#include <string>
#include <vector>

#include "engine/model/energy_axis.hpp"
#include "engine/model/region.hpp"

namespace engine {

/// How an event is found to be in a region.
enum class RegionRule {
  sphere,   ///< on the sphere: OFF regions are exact images of the ON region
  gammapy,  ///< as gammapy 1.0: OFF circles in the tangent plane of the pointing, the ON circle in its own
};

struct OffRegions {
  Direction<Icrs> pointing;
  Region on;
  std::vector<Angle>
      turns;              ///< position angle of each OFF region minus that of ON: in (0, 360) deg, ascending
  double acceptance = 0;  ///< of all OFF regions together, of ON 1: alpha is 1 / acceptance
  /// Area of the union of the OFF regions over that of ON. Differs from `acceptance` only under gammapy's
  /// rule, which lets neighbours overlap and counts their area twice.
  double true_acceptance = 0;
  RegionRule rule = RegionRule::sphere;
  std::string why_none{};  ///< why there is no OFF region, fit for the user; empty if there is one
};

/// Each OFF region by itself, in the order of `turns`.
std::vector<Region> regions_of(OffRegions const& off);

/// The radius of the ON region and of each OFF region by reconstructed energy (RAD_MAX of GADF). Energies
/// below or above the axis have the radius of its first or last bin.
struct RadiusByEnergy {
  EnergyAxis axis;
  std::vector<Angle> radius;  ///< one per bin, > 0
};

}  // namespace engine

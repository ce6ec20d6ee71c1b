/// Effective area by true energy and offset: GADF 0.3, AEFF_2D.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/model/units.hpp"
#include "engine/responses/grid_axis.hpp"

namespace engine {

/// Between its points linear in the area, in ln E and in the offset, as gammapy 1.0 evaluates it
/// (EffectiveAreaTable2D).
class AreaResponse {
 public:
  /// `area_m2` is [offset][energy], finite.
  AreaResponse(GridAxis energy_tev, GridAxis offset_rad, std::vector<double> area_m2);

  GridAxis const& energy_tev() const { return energy_; }
  GridAxis const& offset_rad() const { return offset_; }

  /// m2[i]: at true energy i, located on energy_tev(). 0 outside of the table, in either axis.
  void m2(Angle offset, GridPositions const& energies, std::span<double> m2) const;

 private:
  GridAxis energy_, offset_;
  std::vector<double> area_m2_;
};

}  // namespace engine

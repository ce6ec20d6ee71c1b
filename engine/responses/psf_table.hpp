/// Point spread function as a table by true energy, offset and distance: GADF 0.3, PSF_TABLE.
#pragma once

#include <span>
#include <vector>

#include "engine/model/units.hpp"
#include "engine/responses/grid_axis.hpp"

namespace engine {

/// Between its points linear in the density, in ln E, in the offset and (for the profile) in the distance.
/// See point_spread.hpp for what the functions mean.
class PsfTable {
 public:
  /// `density_per_sr` is [offset][energy][radius], finite.
  PsfTable(GridAxis energy_tev, GridAxis offset_rad, GridAxis radius_rad, std::vector<double> density_per_sr);

  GridAxis const& energy_tev() const { return energy_; }
  GridAxis const& offset_rad() const { return offset_; }
  GridAxis const& radius_rad() const { return radius_; }

  void profile(Angle offset, GridPosition const& energy, std::span<double const> radius_rad,
               std::span<double> per_sr) const;
  /// The density is constant within each bin of the radius, so that the integral grows with the area. gammapy
  /// has the same values at the edges of the bins, but draws straight lines in the radius between them: in a
  /// bin from 0 to r it has half of the events within r/2, where a quarter is.
  void containment(Angle offset, GridPositions const& energies, std::span<double const> radius_rad,
                   std::span<double> fraction) const;
  void containment_radius(Angle offset, GridPositions const& energies, double fraction,
                          std::span<double> radius_rad) const;

 private:
  GridAxis energy_, offset_, radius_;
  std::vector<double> density_;     ///< [offset][energy][radius], per sr
  std::vector<double> contained_;   ///< [offset][energy][edge of radius]
  std::vector<double> edge_areas_;  ///< squares of the edges
};

}  // namespace engine

/// Energy dispersion by true energy, migration (reconstructed / true energy) and offset: GADF 0.3, EDISP_2D.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/model/energy_axis.hpp"
#include "engine/responses/grid_axis.hpp"

namespace engine {

/// Density per migration. Between its points linear in the density, in ln E and in the offset.
class DispersionResponse {
 public:
  /// `density` is [offset][energy][migration], finite. Migrations are bins.
  DispersionResponse(GridAxis energy_tev, GridAxis migration, GridAxis offset_rad,
                     std::vector<double> density);

  GridAxis const& energy_tev() const { return energy_; }
  GridAxis const& migration() const { return migration_; }
  GridAxis const& offset_rad() const { return offset_; }

  /// The density in the centres of the migration bins, not below 0; all 0 at an offset that is not in the
  /// table. An energy that is not in it is taken at the table's end: gammapy goes on along the line through
  /// the last two points for ever, which soon is below zero or dominated by one rare event.
  void density(Angle offset, Energy true_energy, std::span<double> per_migration) const;

 private:
  GridAxis energy_, migration_, offset_;
  std::vector<double> density_;
};

struct DispersionOptions {
  /// Points (equal steps in ln E) over which the response in a bin of true energy is averaged. With 1 the bin
  /// has the response of its logarithmic centre, as in gammapy. Where bins are wider than the resolution,
  /// one point leaves holes between the lines of the matrix and moves counts by whole bins.
  std::size_t points_per_bin = 1;
};

/// The probability that an energy in bin `t` of `true_axis` is reconstructed in bin `r` of `reco_axis`:
/// probability[t * reco_axis.bins() + r]. A line adds up to 1 less what falls beside the axis; it is all 0
/// where the table knows nothing. As gammapy's make_edisp_kernel_map: the densities at the migration centres
/// are scaled to integral 1, and their integral is linear within each migration bin.
void dispersion_matrix(DispersionResponse const& response, Angle offset, EnergyAxis const& true_axis,
                       EnergyAxis const& reco_axis, std::span<double> probability,
                       DispersionOptions options = {});

}  // namespace engine

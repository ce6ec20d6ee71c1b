/// Point spread function as a sum of three Gaussians by true energy and offset: GADF 0.3, PSF_3GAUSS.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "engine/model/units.hpp"
#include "engine/responses/grid_axis.hpp"

namespace engine {

/// Columns of the table, each [offset][energy] and finite: density = scale * sum of A_k exp(-r^2 / 2 s_k^2)
/// with A_1 = 1.
struct GaussColumns {
  std::vector<double> scale;  ///< only whether it is positive matters: the sum is scaled to integral 1
  std::array<std::vector<double>, 3> sigma_rad;
  std::array<std::vector<double>, 2> amplitude;  ///< A_2, A_3
};

/// Between its points the parameters are linear in ln E and in the offset, as in gammapy 1.0
/// (EnergyDependentMultiGaussPSF), besides:
/// - cells without a PSF (no positive SCALE and SIGMA_1) are as in psf_parameters.hpp;
/// - a component without a width or an amplitude in a cell has the width of the nearest cell that has both;
/// - negative amplitudes count as they stand; gammapy takes them for 0.
/// See point_spread.hpp for what the functions mean.
class PsfGauss {
 public:
  PsfGauss(GridAxis energy_tev, GridAxis offset_rad, GaussColumns columns);

  GridAxis const& energy_tev() const { return energy_; }
  GridAxis const& offset_rad() const { return offset_; }
  std::size_t cells_without_psf() const { return cells_without_; }

  void profile(Angle offset, GridPosition const& energy, std::span<double const> radius_rad,
               std::span<double> per_sr) const;
  void containment(Angle offset, GridPositions const& energies, std::span<double const> radius_rad,
                   std::span<double> fraction) const;
  void containment_radius(Angle offset, GridPositions const& energies, double fraction,
                          std::span<double> radius_rad) const;

 private:
  struct Mixture {
    std::array<double, 3> weight{}, variance{};  ///< weights add up to 1, or are all 0
    double contained(double radius_rad) const;
    double density(double radius_rad) const;
  };
  Mixture mixture(GridPosition const& offset, GridPosition const& energy) const;

  GridAxis energy_, offset_;
  GaussColumns columns_;
  std::size_t cells_without_ = 0;
};

}  // namespace engine

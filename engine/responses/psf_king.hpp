/// Point spread function as a King profile by true energy and offset: GADF 0.3, PSF_KING.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/model/units.hpp"
#include "engine/responses/grid_axis.hpp"

namespace engine {

/// density(r) = (1 - 1/gamma) / (2 pi sigma^2) * (1 + r^2 / (2 gamma sigma^2))^-gamma, with integral 1.
/// Between its points the parameters are linear in ln E and in the offset, as in gammapy 1.0 (PSFKing); cells
/// that hold no profile (sigma not above 0, gamma not above 1: there the integral has no end) are as in
/// psf_parameters.hpp. See point_spread.hpp for what the functions mean.
class PsfKing {
 public:
  /// Both columns are [offset][energy], finite.
  PsfKing(GridAxis energy_tev, GridAxis offset_rad, std::vector<double> sigma_rad, std::vector<double> gamma);

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
  struct Profile {
    double gamma = 0, scale = 0;  ///< scale is 2 gamma sigma^2; 0 where there is no PSF
  };
  Profile at(GridPosition const& offset, GridPosition const& energy) const;

  GridAxis energy_, offset_;
  std::vector<double> sigma_rad_, gamma_;
  std::size_t cells_without_ = 0;
};

}  // namespace engine

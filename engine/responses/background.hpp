/// Rate of background events by reconstructed energy and place in the field of view: GADF 0.3, BKG_2D,
/// BKG_3D.
#pragma once

#include <cstddef>
#include <span>
#include <variant>
#include <vector>

#include "engine/responses/field_position.hpp"
#include "engine/responses/grid_axis.hpp"

namespace engine {

/// The rate of both formats is per *observation* time: it is not to be multiplied by the live fraction.
///
/// Between its points linear in the logarithm of the rate, in ln E and in the angles, as gammapy 1.0
/// evaluates it: a rate of 0 stands as 1.2e-38 per s MeV sr (the smallest 32-bit float), and what comes out
/// below twice that is 0. The logarithms are kept, of rates per MeV, so that these bounds are gammapy's.
namespace background_rate {
inline constexpr double ln_of_none = -0x1.5d589f2fe5107p+6;     ///< ln 2^-126
inline constexpr double ln_of_least = -0x1.5a92d6d005c93p+6;    ///< ln 2^-125
inline constexpr double ln_tev_per_mev = 0x1.ba18a998fffa0p+3;  ///< ln 10^6
double ln_of(double per_s_mev_sr);                              ///< not below ln_of_none
}  // namespace background_rate

class Background2D {
 public:
  /// `per_s_mev_sr` is [offset][energy], finite.
  Background2D(GridAxis energy_tev, GridAxis offset_rad, std::vector<double> const& per_s_mev_sr);
  GridAxis const& energy_tev() const { return energy_; }
  GridAxis const& offset_rad() const { return offset_; }
  /// ln of the rate per s MeV sr at the points of the energy axis. False, and nothing written, if the place
  /// is not in the table.
  bool spectrum_at(FieldPosition const& place, std::span<double> ln_rate) const;

 private:
  GridAxis energy_, offset_;
  std::vector<double> ln_rate_;
};

class Background3D {
 public:
  /// `per_s_mev_sr` is [lat][lon][energy], finite.
  Background3D(GridAxis energy_tev, GridAxis lon_rad, GridAxis lat_rad, FieldAlignment alignment,
               std::vector<double> const& per_s_mev_sr);
  GridAxis const& energy_tev() const { return energy_; }
  GridAxis const& lon_rad() const { return lon_; }
  GridAxis const& lat_rad() const { return lat_; }
  FieldAlignment alignment() const { return alignment_; }
  bool spectrum_at(FieldPosition const& place, std::span<double> ln_rate) const;

 private:
  GridAxis energy_, lon_, lat_;
  FieldAlignment alignment_;
  std::vector<double> ln_rate_;
};

using Background = std::variant<Background2D, Background3D>;

GridAxis const& energy_tev_of(Background const& background);
/// BKG_2D has axial symmetry: any alignment serves.
FieldAlignment alignment_of(Background const& background);

/// per_s_tev_sr[i]: the rate at energy i (located on energy_tev_of). 0 outside of the table. Allocates once
/// per call; for one place after another there is BackgroundBands.
void background_rates(Background const& background, FieldPosition const& place, GridPositions const& energies,
                      std::span<double> per_s_tev_sr);

}  // namespace engine

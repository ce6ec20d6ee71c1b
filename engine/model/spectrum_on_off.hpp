/// Counts of a spectrum beside its background, and the response they are folded with.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/energy_axis.hpp"

namespace engine {

/// Of one run, or of several that were added. Vectors have one element per bin of `energy` (the channels).
struct SpectrumOnOff {
  std::string name;   ///< OBS_ID of the files: a run's id, or what a sum is called
  EnergyAxis energy;  ///< reconstructed
  std::vector<std::uint64_t> on, off;
  /// Acceptance of the ON and of the OFF region: alpha is the first over the second. Where `off_acceptance`
  /// is 0 there is no background to compare with, and the channel is not usable.
  std::vector<double> on_acceptance, off_acceptance;
  std::vector<std::uint8_t> usable;  ///< 1 within the safe energy range, else 0
  Duration livetime;

  std::size_t channels() const { return energy.bins(); }
  double alpha(std::size_t channel) const { return on_acceptance[channel] / off_acceptance[channel]; }
};

/// What a flux becomes in the channels. Expected counts of channel c: livetime * sum over true bins t of
/// (integral flux of t) * area[t] * dispersion[t][c].
struct SpectrumResponse {
  EnergyAxis true_energy;
  EnergyAxis energy;               ///< reconstructed: the channels
  std::vector<double> area_m2;     ///< [true]
  std::vector<double> dispersion;  ///< [true][channel], the fraction of events of a true bin in a channel
  std::optional<Energy> low_threshold{}, high_threshold{};  ///< of the response: LO_THRES, HI_THRES

  double fraction(std::size_t true_bin, std::size_t channel) const {
    return dispersion[true_bin * energy.bins() + channel];
  }
};

struct FoldedSpectrum {
  SpectrumOnOff counts;
  SpectrumResponse response;
};

/// Throws ContractViolation unless all vectors fit their axes, alpha is finite and above 0 wherever a channel
/// is usable, and the response is finite and not negative.
void expect_consistent(SpectrumOnOff const& spectrum);
void expect_consistent(SpectrumResponse const& response);

}  // namespace engine

/// The W statistic of a spectral model over one or several spectra.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/model/spectral_model.hpp"
#include "engine/model/spectrum_on_off.hpp"

namespace engine {

/// Borrows the spectra. Channels that are not usable, or outside the energies, do not count.
class SpectrumStatistic {
 public:
  /// `energies`: channels whose bin lies within it, to a millionth of its edges.
  SpectrumStatistic(std::span<FoldedSpectrum const> spectra, EnergyRange energies);

  /// Sum of wstat() over spectra and channels, in their order.
  double operator()(SpectralModel const& model) const;
  /// Expected signal of each usable channel, spectrum after spectrum.
  std::vector<double> expected(SpectralModel const& model) const;

  /// The channels that count, in the order of expected().
  struct Channel {
    std::size_t spectrum, channel;
  };
  std::vector<Channel> const& channels() const { return channels_; }
  /// Excess of all of them together.
  double excess() const;
  double on() const;
  double off() const;

 private:
  std::span<FoldedSpectrum const> spectra_;
  std::vector<Channel> channels_;
};

inline constexpr EnergyRange all_energies{tev(0), tev(1e30)};

}  // namespace engine

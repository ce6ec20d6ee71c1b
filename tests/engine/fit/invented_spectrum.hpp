/// A spectrum of known truth, small enough to understand: for the tests of fits.
#pragma once

#include <cmath>
#include <random>

#include "engine/kernels/forward_fold.hpp"
#include "engine/model/spectral_model.hpp"
#include "engine/model/spectrum_on_off.hpp"

namespace test_support {

/// 0.1 to 100 TeV in 24 true bins and 18 channels from 0.3 to 50 TeV; an area that rises to 1e5 m2, a
/// dispersion that is a log-normal of 15 %, ten hours.
inline engine::FoldedSpectrum invented_spectrum() {
  using namespace engine;
  EnergyAxis const true_axis = EnergyAxis::logarithmic({tev(0.1), tev(100)}, 24),
                   axis = EnergyAxis::logarithmic({tev(0.3), tev(50)}, 18);
  std::size_t const n = axis.bins();
  FoldedSpectrum out{
      {"invented", axis, std::vector<std::uint64_t>(n), std::vector<std::uint64_t>(n),
       std::vector<double>(n, 1), std::vector<double>(n, 5), std::vector<std::uint8_t>(n, 1), seconds(36000)},
      {true_axis, axis, {}, {}}};
  for (std::size_t t = 0; t < true_axis.bins(); ++t) {
    double const e = std::sqrt(in_tev(true_axis.edges()[t]) * in_tev(true_axis.edges()[t + 1]));
    out.response.area_m2.push_back(1e5 / (1 + std::pow(e, -2)));
    auto const below = [&](Energy edge) {
      return 0.5 * std::erfc(-std::log(in_tev(edge) / e) / 0.15 / std::sqrt(2.0));
    };
    for (std::size_t c = 0; c < n; ++c)
      out.response.dispersion.push_back(below(axis.edges()[c + 1]) - below(axis.edges()[c]));
  }
  return out;
}

inline std::vector<double> expected_counts(engine::FoldedSpectrum const& spectrum,
                                           engine::SpectralModel const& model) {
  std::vector<double> flux(spectrum.response.true_energy.bins()), out(spectrum.counts.channels());
  engine::fluxes_in_bins(model, spectrum.response.true_energy, flux);
  engine::fold(flux, spectrum.response, spectrum.counts.livetime, out);
  return out;
}

/// Counts drawn from the model and a background that falls with energy.
inline void draw_counts(engine::FoldedSpectrum& spectrum, engine::SpectralModel const& model,
                        std::uint64_t seed, double background_per_channel = 20) {
  std::mt19937_64 random(seed);
  std::vector<double> const signal = expected_counts(spectrum, model);
  for (std::size_t c = 0; c < signal.size(); ++c) {
    double const background = background_per_channel * std::exp(-0.2 * static_cast<double>(c));
    spectrum.counts.on[c] = std::poisson_distribution<std::uint64_t>(signal[c] + background)(random);
    spectrum.counts.off[c] = std::poisson_distribution<std::uint64_t>(5 * background)(random);
  }
}

}  // namespace test_support

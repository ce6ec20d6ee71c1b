/// Flux points: how strong a known shape of spectrum is in each band of energy.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/kernels/excess.hpp"
#include "engine/model/energy_axis.hpp"
#include "engine/model/spectral_model.hpp"
#include "engine/model/spectrum_on_off.hpp"

namespace engine {

/// One band. `norm` multiplies the reference model; its errors and limits follow the profile of the W
/// statistic with the shape of the model fixed. Fluxes of a point are norm times those of the model.
struct FluxPoint {
  Energy min, max, reference;  ///< of the channels used; reference: the geometric mean
  bool usable = false;         ///< false: no usable channel, or none with an effective area; the rest is 0
  std::uint64_t on = 0, off = 0;
  double excess = 0, expected = 0;  ///< expected: of the model with norm 1
  double norm = 0, error = 0;       ///< error: from the second derivative at the minimum
  ExcessErrors errors;              ///< one sigma of the profile
  double upper_limit = 0;           ///< of the norm
  double statistic = 0;             ///< W at the best norm
  double test_statistic = 0;        ///< W without signal less that
  double significance = 0;          ///< its root, with the sign of the norm
  DifferentialFlux reference_flux;  ///< of the model at `reference`
  PhotonFlux reference_integral;    ///< of the model over the band
};

struct LimitRule {
  double sigmas = 2;                     ///< W has grown by their square
  LimitFrom from = LimitFrom::best_fit;  ///< gammapy's rule
};

/// One point per bin of `bands`, over all spectra together. A channel belongs to the band that holds the
/// geometric mean of its edges, so that bands follow the channels; min and max say what they became. Bands
/// without any channel are left out.
std::vector<FluxPoint> flux_points(std::span<FoldedSpectrum const> spectra, SpectralModel const& model,
                                   EnergyAxis const& bands, LimitRule const& rule);

}  // namespace engine

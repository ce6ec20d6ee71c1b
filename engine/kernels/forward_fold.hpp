/// From a model of the flux to expected counts.
#pragma once

#include <span>

#include "engine/model/energy_axis.hpp"
#include "engine/model/spectral_model.hpp"
#include "engine/model/spectrum_on_off.hpp"

namespace engine {

/// Integral of the model between two energies, min < max. Power laws in closed form, also for an index near
/// 1; others by Gauss and Legendre's rule in ln E, with a relative error below 1e-10 for |alpha + beta ln E|
/// < 20 and cut-offs above a twentieth of the energy.
PhotonFlux flux_between(SpectralModel const& model, EnergyRange range);

/// The same for every bin; per_cm2_s has one element per bin.
void fluxes_in_bins(SpectralModel const& model, EnergyAxis const& axis, std::span<double> per_cm2_s);

/// expected[c] = livetime * sum over true bins of flux * area * dispersion, summed from the lowest true
/// energy up.
void fold(std::span<double const> per_cm2_s, SpectrumResponse const& response, Duration livetime,
          std::span<double> expected);

}  // namespace engine

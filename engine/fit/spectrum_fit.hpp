/// Forward-folded fits of spectral models with the W statistic.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/fit/curvature.hpp"
#include "engine/fit/spectrum_statistic.hpp"
#include "engine/model/spectral_model.hpp"

namespace engine {

struct FittedSpectrum {
  SpectralModel model;                     ///< at the minimum
  std::vector<ModelParameter> parameters;  ///< of it
  std::vector<double> errors;              ///< one sigma, from the covariance; in the parameters' units
  SymmetricMatrix covariance;              ///< in the parameters' units
  double statistic = 0;                    ///< W at the minimum, with its model-independent terms
  std::size_t channels = 0;                ///< that counted, over all spectra
  bool converged = false;                  ///< if not: why says what the numbers are worth
  std::string why{};
  std::size_t degrees_of_freedom() const { return channels - std::min(channels, parameters.size()); }
};

/// All parameters free, from `start`, whose amplitude only matters in sign: it is set so that the expected
/// counts meet the excess. A reference energy near the middle of the data makes the parameters independent
/// and the fit quick, but is not needed. Failure(bad_data) where there are fewer usable channels than
/// parameters, or no effective area in them.
FittedSpectrum fit_spectrum(SpectrumStatistic const& statistic, SpectralModel const& start);

/// The errors of one parameter by its likelihood profile: where the minimum over all others has risen by
/// sigmas^2. Nothing in a direction where it does not rise that far within 50 sigmas of the covariance. The
/// fit must have converged.
struct ProfileErrors {
  std::optional<double> down, up;  ///< distances from the fitted value, >= 0
};
ProfileErrors profile_errors(SpectrumStatistic const& statistic, FittedSpectrum const& fit,
                             std::size_t parameter, double sigmas);

/// The minimum of the statistic over all other parameters for a fixed value of one; NaN if there is none.
double profiled_statistic(SpectrumStatistic const& statistic, FittedSpectrum const& fit,
                          std::size_t parameter, double value);

/// Error of the flux at an energy, by the covariance and the derivatives of the model.
DifferentialFlux flux_error_at(FittedSpectrum const& fit, Energy energy);

}  // namespace engine

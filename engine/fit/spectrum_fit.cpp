#include "engine/fit/spectrum_fit.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"
#include "engine/kernels/root.hpp"

namespace engine {

namespace {

std::vector<double> values_of(SpectralModel const& model) {
  std::vector<double> out;
  for (ModelParameter const& parameter : parameters_of(model)) out.push_back(parameter.value);
  return out;
}

/// The start with the amplitude that explains the excess.
SpectralModel scaled_to(SpectrumStatistic const& statistic, SpectralModel const& start) {
  std::vector<double> values = values_of(start);
  if (!(std::abs(values[0]) > 0) || !std::isfinite(values[0])) values[0] = 1e-12;
  std::vector<double> const signal = statistic.expected(with_values(start, values));
  double const expected = std::accumulate(signal.begin(), signal.end(), 0.0);
  if (!(std::abs(expected) > 0) || !std::isfinite(expected))
    throw Failure(
        Fault::bad_data,
        "cannot fit a spectrum: no counts are expected in the usable channels (no effective area there, or "
        "a start that has no flux) - look at the safe energy range");
  // With no excess to speak of, one count is a scale to start from.
  double const counts = std::max(statistic.excess(), 1.0);
  values[0] *= counts / expected;
  return with_values(start, values);
}

/// What makes a noticeable change: of the amplitude its share of the counts' error, of indices some tenths.
std::vector<double> sizes_of(SpectrumStatistic const& statistic, SpectralModel const& model) {
  std::vector<double> const values = values_of(model);
  double const counts = std::max(statistic.excess(), 1.0);
  std::vector<double> out(values.size(), 0.2);
  out[0] = std::abs(values[0]) * std::clamp(2 * std::sqrt(statistic.on() + 1) / counts, 0.02, 2.0);
  if (std::holds_alternative<CutoffPowerLawModel>(model)) out[2] = std::max(0.02, std::abs(values[2]) / 5);
  return out;
}

Objective objective_of(SpectrumStatistic const& statistic, SpectralModel const& model) {
  return
      [&statistic, model](std::span<double const> values) { return statistic(with_values(model, values)); };
}

/// Without one of its variables, which is fixed.
struct Reduced {
  Objective const& objective;
  std::size_t fixed;
  double value;
  double operator()(std::span<double const> others) const {
    std::vector<double> all(others.begin(), others.end());
    all.insert(all.begin() + static_cast<std::ptrdiff_t>(fixed), value);
    return objective(all);
  }
};

std::vector<double> without(std::vector<double> values, std::size_t index) {
  values.erase(values.begin() + static_cast<std::ptrdiff_t>(index));
  return values;
}

}  // namespace

FittedSpectrum fit_spectrum(SpectrumStatistic const& statistic, SpectralModel const& start) {
  if (statistic.channels().size() < parameters_of(start).size())
    throw Failure(Fault::bad_data, "cannot fit a spectrum: only " +
                                       std::to_string(statistic.channels().size()) + " usable channels for " +
                                       std::to_string(parameters_of(start).size()) +
                                       " parameters - widen the energy range, or take a simpler model");
  SpectralModel const from = scaled_to(statistic, start);
  Objective const objective = objective_of(statistic, from);
  std::vector<double> sizes = sizes_of(statistic, from);
  Minimum const coarse = minimise(objective, values_of(from), sizes, 1e-3);
  CurvedMinimum best = newton_minimum(objective, coarse.at, sizes);
  if (!best.converged) {
    // Newton's method went astray, or the start was far off: search on finely from the better point.
    std::vector<double> const& again = best.value < coarse.value ? best.at : coarse.at;
    best = newton_minimum(objective, minimise(objective, again, sizes, 1e-7).at, sizes);
  }
  FittedSpectrum out{with_values(from, best.at),
                     {},
                     {},
                     best.covariance,
                     best.value,
                     statistic.channels().size(),
                     best.converged,
                     {}};
  out.parameters = parameters_of(out.model);
  for (std::size_t i = 0; i < out.parameters.size(); ++i)
    out.errors.push_back(std::sqrt(std::max(0.0, best.covariance.at(i, i))));
  if (!out.converged)
    out.why = "the minimum of the statistic is not a clear one: the data do not determine all parameters";
  return out;
}

double profiled_statistic(SpectrumStatistic const& statistic, FittedSpectrum const& fit,
                          std::size_t parameter, double value) {
  EXPECTS(parameter < fit.parameters.size());
  Objective const objective = objective_of(statistic, fit.model);
  std::vector<double> const best = values_of(fit.model);
  double const apart = (value - best[parameter]) / fit.covariance.at(parameter, parameter);
  std::vector<double> expected = best;  // where the covariance says the others will be
  for (std::size_t i = 0; i < best.size(); ++i) expected[i] += fit.covariance.at(i, parameter) * apart;
  Objective const reduced = Reduced{objective, parameter, value};
  std::vector<double> const start = without(expected, parameter), sizes = without(fit.errors, parameter);
  CurvedMinimum const quick = newton_minimum(reduced, start, sizes);
  if (quick.converged) return quick.value;
  Minimum const slow = minimise(reduced, start, sizes, 1e-6);
  return slow.converged ? slow.value : std::nan("");
}

ProfileErrors profile_errors(SpectrumStatistic const& statistic, FittedSpectrum const& fit,
                             std::size_t parameter, double sigmas) {
  EXPECTS(fit.converged && sigmas > 0);
  double const best = fit.parameters[parameter].value, error = fit.errors[parameter];
  auto const risen = [&](double value) {
    if (value == best) return -sigmas * sigmas;
    return profiled_statistic(statistic, fit, parameter, value) - fit.statistic - sigmas * sigmas;
  };
  auto const distance = [&](double direction) -> std::optional<double> {
    double const limit = best + direction * 50 * sigmas * error;
    double const crossing = root_beyond(risen, best, direction * sigmas * error, limit);
    if (std::isnan(crossing)) return std::nullopt;
    return std::abs(crossing - best);
  };
  return {distance(-1), distance(+1)};
}

DifferentialFlux flux_error_at(FittedSpectrum const& fit, Energy energy) {
  std::vector<double> const best = values_of(fit.model);
  std::vector<double> slope(best.size());
  for (std::size_t i = 0; i < best.size(); ++i) {
    std::vector<double> up = best, down = best;
    up[i] += 1e-3 * fit.errors[i];
    down[i] -= 1e-3 * fit.errors[i];
    double const change = in_per_cm2_s_tev(flux_at(with_values(fit.model, up), energy) -
                                           flux_at(with_values(fit.model, down), energy));
    slope[i] = fit.errors[i] > 0 ? change / (2e-3 * fit.errors[i]) : 0;
  }
  double variance = 0;
  for (std::size_t i = 0; i < best.size(); ++i)
    for (std::size_t j = 0; j < best.size(); ++j) variance += slope[i] * fit.covariance.at(i, j) * slope[j];
  return per_cm2_s_tev(std::sqrt(std::max(0.0, variance)));
}

}  // namespace engine

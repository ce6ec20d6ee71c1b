/// Fits models to OGIP spectra, and makes flux points.
#include <memory>

#include "engine/base/text.hpp"
#include "engine/fit/flux_points.hpp"
#include "engine/fit/spectrum_fit.hpp"
#include "engine/io/ogip_reader.hpp"
#include "engine/kernels/forward_fold.hpp"
#include "tests/engine/spectra/dump.hpp"

namespace dump {

namespace {

using namespace engine;

SpectralModel start_of(Words const& words) {
  DifferentialFlux const amplitude = per_cm2_s_tev(real_option(words, "amplitude", 1e-11));
  Energy const reference = tev(real_option(words, "reference", 1));
  double const index = real_option(words, "index", 2);
  std::string const kind = option(words, "model", "power-law");
  if (kind == "log-parabola")
    return LogParabolaModel{amplitude, index, real_option(words, "beta", 0.1), reference};
  if (kind == "cutoff-power-law")
    return CutoffPowerLawModel{amplitude, index, per_tev(real_option(words, "lambda", 0.1)), reference};
  return PowerLawModel{amplitude, index, reference};
}

std::vector<Energy> energies_of(std::string const& text) {
  std::vector<Energy> out;
  for (std::string const& word : split(text, ',')) out.push_back(tev(real(word)));
  return out;
}

void print_fit(SpectrumStatistic const& statistic, FittedSpectrum const& fit, Words const& words) {
  print("fit", {fit.statistic, static_cast<double>(fit.channels), fit.converged ? 1.0 : 0.0});
  for (std::size_t i = 0; i < fit.parameters.size(); ++i) {
    std::vector<double> row{fit.parameters[i].value, fit.errors[i]};
    for (std::size_t j = 0; j < fit.parameters.size(); ++j) row.push_back(fit.covariance.at(i, j));
    print(std::string(fit.parameters[i].name), row);
    if (option(words, "profile", "no") != "yes") continue;
    ProfileErrors const errors = profile_errors(statistic, fit, i, 1);
    print("profile", {errors.down.value_or(-1), errors.up.value_or(-1)});
  }
  for (Energy const energy : energies_of(option(words, "at", "1")))
    print("flux",
          {in_per_cm2_s_tev(flux_at(fit.model, energy)), in_per_cm2_s_tev(flux_error_at(fit, energy))});
}

void print_points(std::vector<FoldedSpectrum> const& spectra, SpectralModel const& model,
                  Words const& words) {
  std::string const edges = option(words, "bands", "");
  if (edges.empty()) return;
  LimitRule rule{real_option(words, "sigmas", 2), LimitFrom::best_fit};
  if (option(words, "from", "") == "physical") rule.from = LimitFrom::physical;
  for (FluxPoint const& p : flux_points(spectra, model, EnergyAxis(energies_of(edges)), rule))
    print("point", {in_tev(p.min), in_tev(p.max), p.usable ? 1.0 : 0.0, p.norm, p.error, p.errors.down,
                    p.errors.up, p.upper_limit, p.statistic, p.test_statistic, p.significance, p.expected,
                    p.excess, static_cast<double>(p.on), in_per_cm2_s_tev(p.reference_flux),
                    in_per_cm2_s(p.reference_integral)});
}

}  // namespace

/// pha=file,file,... model=... [amplitude= index= beta= lambda= reference= emin= emax= profile=yes at= bands=
/// fixed=yes]
void fit(Words const& words) {
  std::vector<FoldedSpectrum> spectra;
  for (std::string const& path : split(option(words, "pha", ""), ','))
    spectra.push_back(read_ogip_spectrum(path));
  SpectralModel model = start_of(words);
  EnergyRange const range{tev(real_option(words, "emin", 0)), tev(real_option(words, "emax", 1e30))};
  SpectrumStatistic const statistic(spectra, range);
  print("start", {statistic(model)});
  print("expected", statistic.expected(model));
  std::vector<Energy> const edges = energies_of(option(words, "integrate", "1,10"));
  print("integral", {in_per_cm2_s(flux_between(model, {edges.at(0), edges.at(1)}))});
  if (option(words, "fixed", "no") == "no") {
    FittedSpectrum const fitted = fit_spectrum(statistic, model);
    print_fit(statistic, fitted, words);
    model = fitted.model;
  }
  print_points(spectra, model, words);
}

}  // namespace dump

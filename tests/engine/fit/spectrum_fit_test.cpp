#include "engine/fit/spectrum_fit.hpp"

#include <array>
#include <cmath>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "tests/engine/fit/invented_spectrum.hpp"

using namespace engine;
using test_support::draw_counts;
using test_support::invented_spectrum;

namespace {

SpectralModel truth() { return PowerLawModel{per_cm2_s_tev(2e-12), 2.4, tev(1)}; }
SpectralModel far_start() { return PowerLawModel{per_cm2_s_tev(1), 1.2, tev(1)}; }

}  // namespace

TEST_CASE("pulls of amplitude and index over two hundred drawn sets have mean 0 and width 1") {
  std::array<double, 2> sum{}, squares{};
  int const sets = 200;
  for (int i = 0; i < sets; ++i) {
    std::vector<FoldedSpectrum> spectra{invented_spectrum()};
    draw_counts(spectra[0], truth(), static_cast<std::uint64_t>(i + 1));
    FittedSpectrum const fit = fit_spectrum(SpectrumStatistic(spectra, all_energies), far_start());
    REQUIRE(fit.converged);
    std::array<double, 2> const pull{(fit.parameters[0].value - 2e-12) / fit.errors[0],
                                     (fit.parameters[1].value - 2.4) / fit.errors[1]};
    for (std::size_t k = 0; k < 2; ++k) {
      sum[k] += pull[k];
      squares[k] += pull[k] * pull[k];
    }
  }
  for (std::size_t k = 0; k < 2; ++k) {
    double const mean = sum[k] / sets, width = std::sqrt(squares[k] / sets - mean * mean);
    CHECK(std::abs(mean) < 0.2);
    CHECK(std::abs(width - 1) < 0.15);
  }
}

// So bright that rounding to whole counts does not show.
TEST_CASE("counts as expected give back the model, whatever it is and wherever the fit starts") {
  std::array<SpectralModel, 3> const models{
      PowerLawModel{per_cm2_s_tev(2e-7), 2.4, tev(1)},
      LogParabolaModel{per_cm2_s_tev(2e-7), 2.2, 0.2, tev(1)},
      CutoffPowerLawModel{per_cm2_s_tev(2e-7), 1.9, per_tev(0.15), tev(1)}};
  std::array<SpectralModel, 3> const starts{
      far_start(), LogParabolaModel{per_cm2_s_tev(1e-12), 3, 0, tev(1)},
      CutoffPowerLawModel{per_cm2_s_tev(1e-12), 2.8, per_tev(0.5), tev(1)}};
  for (std::size_t k = 0; k < models.size(); ++k) {
    std::vector<FoldedSpectrum> spectra{invented_spectrum()};
    std::vector<double> const signal = test_support::expected_counts(spectra[0], models[k]);
    for (std::size_t c = 0; c < signal.size(); ++c)
      spectra[0].counts.on[c] = static_cast<std::uint64_t>(std::llround(signal[c]));
    FittedSpectrum const fit = fit_spectrum(SpectrumStatistic(spectra, all_energies), starts[k]);
    CHECK(fit.converged);
    std::vector<ModelParameter> const wanted = parameters_of(models[k]);
    for (std::size_t i = 0; i < wanted.size(); ++i)
      CHECK(std::abs(fit.parameters[i].value - wanted[i].value) < 0.05 * fit.errors[i]);
  }
}

TEST_CASE("two equal runs have the parameters of one and errors less by the root of two") {
  std::vector<FoldedSpectrum> one{invented_spectrum()};
  draw_counts(one[0], truth(), 3);
  std::vector<FoldedSpectrum> const two{one[0], one[0]};
  FittedSpectrum const a = fit_spectrum(SpectrumStatistic(one, all_energies), far_start()),
                       b = fit_spectrum(SpectrumStatistic(two, all_energies), far_start());
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(b.parameters[i].value == doctest::Approx(a.parameters[i].value).epsilon(1e-5));
    CHECK(b.errors[i] * std::sqrt(2.0) == doctest::Approx(a.errors[i]).epsilon(2e-3));
  }
  CHECK(b.statistic == doctest::Approx(2 * a.statistic).epsilon(1e-9));
  CHECK(b.channels == 2 * a.channels);
}

TEST_CASE("profile errors are near those of the covariance, and the statistic there has risen by one") {
  std::vector<FoldedSpectrum> spectra{invented_spectrum()};
  draw_counts(spectra[0], truth(), 8);
  SpectrumStatistic const statistic(spectra, all_energies);
  FittedSpectrum const fit = fit_spectrum(statistic, far_start());
  for (std::size_t i = 0; i < 2; ++i) {
    ProfileErrors const errors = profile_errors(statistic, fit, i, 1);
    REQUIRE(errors.down);
    REQUIRE(errors.up);
    CHECK((*errors.up + *errors.down) / 2 == doctest::Approx(fit.errors[i]).epsilon(0.05));
    double const above = profiled_statistic(statistic, fit, i, fit.parameters[i].value + *errors.up);
    CHECK(above - fit.statistic == doctest::Approx(1).epsilon(1e-5));
    // No point of a scan over the other parameter lies below the profile.
    for (int k = -20; k <= 20; ++k) {
      std::vector<double> values{fit.parameters[0].value, fit.parameters[1].value};
      values[i] += *errors.up;
      values[1 - i] += 0.1 * k * fit.errors[1 - i];
      CHECK(statistic(with_values(fit.model, values)) >= above - 1e-6);
    }
  }
}

TEST_CASE("of data without a cut-off, no cut-off lies within three errors of the fitted one") {
  std::vector<FoldedSpectrum> spectra{invented_spectrum()};
  draw_counts(spectra[0], truth(), 12, 2);
  SpectrumStatistic const statistic(spectra, all_energies);
  FittedSpectrum const fit =
      fit_spectrum(statistic, CutoffPowerLawModel{per_cm2_s_tev(1e-12), 2, per_tev(0.1), tev(1)});
  REQUIRE(fit.converged);
  CHECK(std::abs(fit.parameters[2].value) < 3 * fit.errors[2]);
  // The likelihood says the same as the errors, and the profile at 0 is the fit of a power law.
  double const without = profiled_statistic(statistic, fit, 2, 0);
  CHECK(without - fit.statistic < 9);
  CHECK(without == doctest::Approx(fit_spectrum(statistic, far_start()).statistic).epsilon(1e-7));
}

TEST_CASE("channels outside the energies or not usable do not count") {
  std::vector<FoldedSpectrum> spectra{invented_spectrum()};
  draw_counts(spectra[0], truth(), 4);
  for (std::size_t c = 0; c < 4; ++c) spectra[0].counts.usable[c] = 0;
  EnergyAxis const& axis = spectra[0].counts.energy;
  SpectrumStatistic const statistic(spectra, {axis.edges()[2], axis.edges()[10]});
  REQUIRE(statistic.channels().size() == 6);
  CHECK(statistic.channels().front().channel == 4);
  CHECK(statistic.channels().back().channel == 9);
  double const before = statistic(truth());
  spectra[0].counts.on[0] += 1000;
  spectra[0].counts.off[12] += 1000;
  CHECK(statistic(truth()) == before);
}

TEST_CASE("too few channels, and no area, are refused with a reason") {
  std::vector<FoldedSpectrum> spectra{invented_spectrum()};
  EnergyAxis const axis = spectra[0].counts.energy;
  CHECK_THROWS_WITH_AS(
      fit_spectrum(SpectrumStatistic(spectra, {axis.edges()[2], axis.edges()[3]}), far_start()),
      doctest::Contains("only 1 usable channels for 2 parameters"), Failure);
  for (double& area : spectra[0].response.area_m2) area = 0;
  CHECK_THROWS_WITH_AS(fit_spectrum(SpectrumStatistic(spectra, all_energies), far_start()),
                       doctest::Contains("no counts are expected"), Failure);
}

TEST_CASE("no counts at all do not make a fit that claims to have converged on something") {
  std::vector<FoldedSpectrum> const spectra{invented_spectrum()};
  FittedSpectrum const fit = fit_spectrum(SpectrumStatistic(spectra, all_energies), far_start());
  CHECK_FALSE(fit.converged);
  CHECK_FALSE(fit.why.empty());
}

TEST_CASE("the error of the flux is that of the amplitude at the reference energy") {
  std::vector<FoldedSpectrum> spectra{invented_spectrum()};
  draw_counts(spectra[0], truth(), 5);
  FittedSpectrum const fit = fit_spectrum(SpectrumStatistic(spectra, all_energies), far_start());
  CHECK(in_per_cm2_s_tev(flux_error_at(fit, tev(1))) == doctest::Approx(fit.errors[0]).epsilon(1e-6));
  CHECK(in_per_cm2_s_tev(flux_error_at(fit, tev(1))) / in_per_cm2_s_tev(flux_at(fit.model, tev(1))) <
        in_per_cm2_s_tev(flux_error_at(fit, tev(30))) / in_per_cm2_s_tev(flux_at(fit.model, tev(30))));
}

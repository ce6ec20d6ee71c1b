#include "engine/kernels/forward_fold.hpp"

#include <array>
#include <cmath>

#include <doctest/doctest.h>

#include "tests/engine/fit/invented_spectrum.hpp"

using namespace engine;

namespace {

double between(SpectralModel const& model, double from, double to) {
  return in_per_cm2_s(flux_between(model, {tev(from), tev(to)}));
}

/// Simpson's rule in ln E with many points.
double by_hand(SpectralModel const& model, double from, double to) {
  int const n = 4000;
  double const step = std::log(to / from) / n;
  double sum = 0;
  for (int i = 0; i <= n; ++i) {
    double const e = from * std::exp(i * step), weight = i == 0 || i == n ? 1 : i % 2 == 1 ? 4 : 2;
    sum += weight * e * in_per_cm2_s_tev(flux_at(model, tev(e)));
  }
  return sum * step / 3;
}

}  // namespace

TEST_CASE("integrals of the models agree with a fine quadrature, in narrow bins and over decades") {
  DifferentialFlux const amplitude = per_cm2_s_tev(3.5e-11);
  std::array<SpectralModel, 6> const models{PowerLawModel{amplitude, 2.4, tev(1)},
                                            PowerLawModel{amplitude, -0.5, tev(3)},
                                            LogParabolaModel{amplitude, 2.2, 0.24, tev(1)},
                                            LogParabolaModel{amplitude, 3, -0.1, tev(10)},
                                            CutoffPowerLawModel{amplitude, 2, per_tev(0.15), tev(1)},
                                            CutoffPowerLawModel{amplitude, 1, per_tev(0), tev(1)}};
  for (SpectralModel const& model : models)
    for (double from : {0.05, 1.0, 20.0})
      for (double to : {1.05, 3.0, 100.0})
        CHECK(between(model, from, from * to) ==
              doctest::Approx(by_hand(model, from, from * to)).epsilon(1e-10));
}

TEST_CASE("an index of one, and one beside it, have the same integral") {
  DifferentialFlux const amplitude = per_cm2_s_tev(1);
  CHECK(between(PowerLawModel{amplitude, 1, tev(1)}, 1, 10) ==
        doctest::Approx(std::log(10.0)).epsilon(1e-15));
  CHECK(between(PowerLawModel{amplitude, 1 + 1e-13, tev(1)}, 1, 10) ==
        doctest::Approx(std::log(10.0)).epsilon(1e-12));
}

TEST_CASE("a model is the same with its own values, and another with others") {
  SpectralModel const model = CutoffPowerLawModel{per_cm2_s_tev(2e-12), 1.8, per_tev(0.2), tev(2)};
  std::vector<double> values;
  for (ModelParameter const& parameter : parameters_of(model)) values.push_back(parameter.value);
  CHECK(values == std::vector<double>{2e-12, 1.8, 0.2});
  CHECK(flux_at(with_values(model, values), tev(7)) == flux_at(model, tev(7)));
  values[0] = 4e-12;
  CHECK(flux_at(with_values(model, values), tev(7)) / flux_at(model, tev(7)) == doctest::Approx(2));
}

TEST_CASE("folding keeps the number of events when no channel misses them") {
  FoldedSpectrum const spectrum = test_support::invented_spectrum();
  // One true bin far from the ends: its events end up in channels, all of them.
  std::vector<double> flux(24, 0), counts(18);
  flux[12] = 1e-11;
  fold(flux, spectrum.response, seconds(100), counts);
  double sum = 0;
  for (double const n : counts) sum += n;
  CHECK(sum == doctest::Approx(1e-11 * 1e4 * spectrum.response.area_m2[12] * 100).epsilon(1e-6));
}

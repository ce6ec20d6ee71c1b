#include "engine/fit/flux_points.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "engine/kernels/poisson_statistics.hpp"
#include "tests/engine/fit/invented_spectrum.hpp"

using namespace engine;
using test_support::draw_counts;
using test_support::invented_spectrum;

namespace {

SpectralModel truth() { return PowerLawModel{per_cm2_s_tev(2e-12), 2.4, tev(1)}; }

}  // namespace

TEST_CASE("norms of drawn sets scatter around 1 as their errors say, and limits cover as they should") {
  EnergyAxis const bands = EnergyAxis::logarithmic({tev(0.3), tev(50)}, 6);
  double sum = 0, squares = 0;
  int points = 0, covered = 0;
  double const sigmas = sigmas_of_limit(0.95);
  for (int i = 0; i < 200; ++i) {
    std::vector<FoldedSpectrum> spectra{invented_spectrum()};
    draw_counts(spectra[0], truth(), static_cast<std::uint64_t>(i + 500));
    for (FluxPoint const& point : flux_points(spectra, truth(), bands, {sigmas, LimitFrom::best_fit})) {
      REQUIRE(point.usable);
      covered += point.upper_limit > 1 ? 1 : 0;
      points += 1;
      double const pull = (point.norm - 1) / (point.norm < 1 ? point.errors.up : point.errors.down);
      sum += pull;
      squares += pull * pull;
    }
  }
  CHECK(points == 1200);
  CHECK(std::abs(sum / points) < 0.2);
  CHECK(std::abs(std::sqrt(squares / points) - 1) < 0.15);
  double const coverage = static_cast<double>(covered) / points;
  CHECK(coverage > 0.93);
  CHECK(coverage < 0.98);
}

TEST_CASE("a band of one channel is the excess over the expectation, with Li and Ma's significance") {
  std::vector<FoldedSpectrum> spectra{invented_spectrum()};
  draw_counts(spectra[0], truth(), 77);
  EnergyAxis const axis = spectra[0].counts.energy;
  std::vector<FluxPoint> const points = flux_points(spectra, truth(), axis, {});
  REQUIRE(points.size() == axis.bins());
  for (std::size_t c = 0; c < points.size(); ++c) {
    OnOffCounts const counts{static_cast<double>(spectra[0].counts.on[c]),
                             static_cast<double>(spectra[0].counts.off[c]), 0.2};
    FluxPoint const& p = points[c];
    CHECK(p.norm * p.expected == doctest::Approx(counts.excess()).epsilon(1e-9));
    CHECK(p.significance == doctest::Approx(li_ma_significance(counts)).epsilon(1e-9));
    ExcessErrors const errors = excess_errors(counts, 1);
    CHECK(p.errors.up * p.expected == doctest::Approx(errors.up).epsilon(1e-8));
    CHECK(p.errors.down * p.expected == doctest::Approx(errors.down).epsilon(1e-8));
    CHECK(p.upper_limit * p.expected ==
          doctest::Approx(upper_limit(counts, 2, LimitFrom::best_fit)).epsilon(1e-8));
    CHECK(p.min == axis.edges()[c]);
    CHECK(p.max == axis.edges()[c + 1]);
  }
}

TEST_CASE("bands without counts have limits, bands without area or usable channels are not usable") {
  std::vector<FoldedSpectrum> spectra{invented_spectrum()};
  for (std::size_t c = 0; c < 9; ++c) spectra[0].counts.usable[c] = 0;
  EnergyAxis const bands({tev(0.01), tev(0.02), tev(0.3), tev(3.8), tev(50)});
  std::vector<FluxPoint> const points = flux_points(spectra, truth(), bands, {2, LimitFrom::physical});
  REQUIRE(points.size() == 2);  // nothing below 0.3 TeV: no channel
  CHECK_FALSE(points[0].usable);
  REQUIRE(points[1].usable);
  CHECK(std::abs(points[1].norm) < 1e-12);
  CHECK(points[1].upper_limit * points[1].expected == doctest::Approx(2).epsilon(1e-9));  // W = 2 s = 2^2
}

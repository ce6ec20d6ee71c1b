#include "engine/simulate/source_sampler.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include "engine/simulate/analytic_response.hpp"
#include "engine/simulate/background_sampler.hpp"
#include "tests/engine/simulate/random_check.hpp"

namespace {

using namespace engine;

AnalyticResponse const instrument = analytic_response(Instrument::hess_like);
Direction<Icrs> const pointing = Direction<Icrs>::at(degrees(83), degrees(22));

SkySource source_at(Angle offset, Shape2d shape) {
  PointingFrame const frame(pointing);
  return {"test", Direction<Icrs>::along(frame.at(in_radians(offset), 1)), shape,
          PowerLaw{3.45e-7, tev(1), 2.62}};
}

/// The expected number from the formulae themselves, without any table.
double integral_of_formulae(SkySource const& source, Angle offset, double livetime_s) {
  double sum = 0;
  std::vector<double> const e =
      logarithmic_edges(in_tev(instrument.true_energies.min), in_tev(instrument.true_energies.max), 4000);
  for (std::size_t i = 0; i + 1 < e.size(); ++i) {
    Energy const middle = tev(std::sqrt(e[i] * e[i + 1]));
    sum +=
        flux_per_m2_s_tev(source.spectrum, middle) * area_m2(instrument, middle, offset) * (e[i + 1] - e[i]);
  }
  return sum * livetime_s;
}

std::vector<SourceSampler::Event> draw_events(SourceSampler const& sampler, std::uint32_t trials) {
  std::vector<SourceSampler::Event> events;
  for (std::uint32_t i = 0; i < trials; ++i)
    if (auto const event = sampler.draw({.seed = 3, .run = 1, .component = 1}, i)) events.push_back(*event);
  return events;
}

TEST_CASE("the expected number of events is flux times area times livetime") {
  GammaResponse const response(tabulate(instrument));
  for (double offset_deg : {0.0, 0.5, 1.25, 2.25}) {
    CAPTURE(offset_deg);  // nodes of the table: between them it interpolates, as its readers do
    SkySource const source = source_at(degrees(offset_deg), PointShape{});
    SourceSampler const sampler(source, response, PointingFrame(pointing), 1000);
    CHECK(sampler.expected_events() ==
          doctest::Approx(integral_of_formulae(source, degrees(offset_deg), 1000)).epsilon(0.003));
    CHECK(sampler.expected_trials() == sampler.expected_events());
  }
}

TEST_CASE("photons of a point keep their place, follow the spectrum and are blurred as the response says") {
  GammaResponse const response(tabulate(instrument));
  SkySource const source = source_at(degrees(0.5), PointShape{});
  SourceSampler const sampler(source, response, PointingFrame(pointing), 1000);
  std::vector<SourceSampler::Event> const events = draw_events(sampler, 200000);
  REQUIRE(events.size() == 200000);

  std::vector<double> deviation_deg, log_migration;
  for (SourceSampler::Event const& e : events) {
    CHECK(e.true_direction == source.centre.xyz());
    if (e.true_energy_tev < 0.9 || e.true_energy_tev >= 1.1) continue;
    deviation_deg.push_back(in_degrees(separation(e.direction, e.true_direction)));
    log_migration.push_back(std::log(e.energy_tev / e.true_energy_tev));
  }
  double const n = static_cast<double>(deviation_deg.size());
  REQUIRE(n > 1000);
  // Standard error of the quantile of a Gaussian: sqrt(p (1 - p) / n) over its density there.
  double const radius_deg = in_degrees(psf_radius_68(instrument, tev(1), degrees(0.5)));
  double const radius_error = std::sqrt(0.68 * 0.32 / n) / (-2 * std::log(0.32) * 0.32) * radius_deg;
  CHECK(std::abs(test_support::quantile(deviation_deg, 0.68) - radius_deg) < 5 * radius_error);

  LogNormal const spread = energy_spread(instrument, tev(1));
  double mean = 0, square = 0;
  for (double x : log_migration) mean += x / n;
  for (double x : log_migration) square += (x - mean) * (x - mean) / n;
  CHECK(std::abs(mean - spread.mean) < 5 * spread.sigma / std::sqrt(n));
  CHECK(std::abs(std::sqrt(square) - spread.sigma) < 5 * spread.sigma / std::sqrt(2 * n));
}

TEST_CASE("true energies follow spectrum times area") {
  GammaResponse const response(tabulate(instrument));
  SkySource const source = source_at(degrees(1), PointShape{});
  SourceSampler const sampler(source, response, PointingFrame(pointing), 1000);
  std::vector<double> const grid = logarithmic_edges(0.05, 100, 8000);
  std::vector<double> cumulative{0};
  for (std::size_t i = 0; i + 1 < grid.size(); ++i) {
    Energy const middle = tev(std::sqrt(grid[i] * grid[i + 1]));
    cumulative.push_back(cumulative.back() + flux_per_m2_s_tev(source.spectrum, middle) *
                                                 area_m2(instrument, middle, degrees(1)) *
                                                 (grid[i + 1] - grid[i]));
  }
  auto const expected = [&](double e) {
    TablePosition const p = table_position(grid, e);
    return std::lerp(cumulative[p.below], cumulative[p.above], p.share_above) / cumulative.back();
  };
  std::vector<double> energies_tev;
  for (SourceSampler::Event const& e : draw_events(sampler, 50000)) energies_tev.push_back(e.true_energy_tev);
  // The tables interpolate the formulae to some parts in a thousand.
  CHECK(test_support::kolmogorov_smirnov(energies_tev, expected) <
        test_support::ks_limit(energies_tev.size()) + 0.002);
}

TEST_CASE("extended sources have their shape, weighted with the area that changes over it") {
  GammaResponse const response(tabulate(instrument));
  for (Shape2d const& shape : {Shape2d{DiskShape{degrees(1)}}, Shape2d{GaussianShape{degrees(0.3)}}}) {
    CAPTURE(shape.index());
    SkySource const source = source_at(degrees(1.4), shape);
    SourceSampler const sampler(source, response, PointingFrame(pointing), 1000);
    CHECK(sampler.expected_events() < sampler.expected_trials());
    constexpr std::uint32_t trials = 200000;
    std::vector<SourceSampler::Event> const events = draw_events(sampler, trials);
    double const share = sampler.expected_events() / sampler.expected_trials();
    double const seen = static_cast<double>(events.size()) / trials;
    CHECK(std::abs(seen - share) < 5 * std::sqrt(share * (1 - share) / trials) + 0.001 * share);

    // Undoing the weight gives the brightness back: half of it within the radius of its median.
    EffectiveArea const& area = response.area();
    double inner = 0, all = 0;
    Angle const median = radius_of_quantile(shape, 0.5);
    for (SourceSampler::Event const& e : events) {
      double const weight =
          1 / area.m2(e.true_energy_tev, in_radians(separation(e.true_direction, pointing.xyz())));
      all += weight;
      if (separation(e.true_direction, source.centre.xyz()) < median) inner += weight;
      CHECK(separation(e.true_direction, source.centre.xyz()) <= largest_radius(shape) + radians(1e-9));
    }
    CHECK(inner / all == doctest::Approx(0.5).epsilon(0.04));
  }
}

TEST_CASE("the background has the rate, the spectrum and the radial profile of the formulae") {
  BackgroundSampler const background(tabulate(instrument).background);
  double const field_rad = in_radians(instrument.field_of_view);
  std::vector<double> const energies = logarithmic_edges(0.1, 100, 600),
                            radii = linear_edges(0, field_rad, 200);
  double rate = 0, above_1 = 0;
  std::vector<double> by_radius(radii.size() - 1, 0);
  for (std::size_t i = 0; i + 1 < energies.size(); ++i)
    for (std::size_t k = 0; k + 1 < radii.size(); ++k) {
      double const e = std::sqrt(energies[i] * energies[i + 1]), r = (radii[k] + radii[k + 1]) / 2;
      double const part = background_per_s_tev_sr(instrument, tev(e), radians(r)) *
                          ring_sr(radii[k], radii[k + 1]) * (energies[i + 1] - energies[i]);
      rate += part;
      by_radius[k] += part;
      if (e >= 1) above_1 += part;
    }
  CHECK(background.rate_per_s() == doctest::Approx(rate).epsilon(0.015));

  constexpr std::uint32_t n = 200000;
  std::vector<double> seen_radii;
  double seen_above_1 = 0;
  for (std::uint32_t i = 0; i < n; ++i) {
    BackgroundSampler::Event const e = background.draw({.seed = 9, .run = 1, .component = 0}, i);
    seen_radii.push_back(e.radius_rad);
    seen_above_1 += e.energy_tev >= 1 ? 1 : 0;
    CHECK(e.energy_tev >= 0.1);
    CHECK(e.energy_tev <= 100);
  }
  double const share = above_1 / rate;
  CHECK(std::abs(seen_above_1 / n - share) < 5 * std::sqrt(share / n) + 0.02 * share);
  auto const profile = [&](double r) {
    double sum = 0;
    for (std::size_t k = 0; k + 1 < radii.size(); ++k)
      sum += by_radius[k] * std::clamp((r - radii[k]) / (radii[k + 1] - radii[k]), 0.0, 1.0);
    return sum / rate;
  };
  CHECK(test_support::kolmogorov_smirnov(seen_radii, profile) < test_support::ks_limit(n) + 0.001);
}

}  // namespace

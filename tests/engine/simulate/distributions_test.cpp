#include "engine/simulate/distributions.hpp"

#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include "engine/simulate/pointing_frame.hpp"
#include "engine/simulate/sky_model.hpp"
#include "tests/engine/simulate/random_check.hpp"

namespace {

using namespace engine;

std::vector<double> midpoint_draws(EnergyDistribution const& distribution, int n) {
  std::vector<double> out;
  for (int i = 0; i < n; ++i) out.push_back(distribution.draw((i + 0.5) / n).energy);
  return out;
}

TEST_CASE("a power law keeps its integral and its shape, also where its exponent is -1") {
  for (double index : {-2.62, -1.0, 0.0, 1.5}) {
    CAPTURE(index);
    std::vector<double> nodes, values;
    for (int i = 0; i <= 7; ++i) nodes.push_back(0.1 * std::pow(1000, i / 7.0));
    for (double e : nodes) values.push_back(3 * std::pow(e, index));
    EnergyDistribution const d(nodes, values);
    auto const antiderivative = [&](double e) {
      return index == -1 ? std::log(e) : std::pow(e, index + 1) / (index + 1);
    };
    double const integral = antiderivative(100) - antiderivative(0.1);
    CHECK(d.integral() == doctest::Approx(3 * integral).epsilon(1e-12));
    auto const cumulative = [&](double e) { return (antiderivative(e) - antiderivative(0.1)) / integral; };
    CHECK(test_support::kolmogorov_smirnov(midpoint_draws(d, 5000), cumulative) < 1.001 / 5000);
  }
}

TEST_CASE("beside a zero the density is a straight line, and nothing is drawn where it is zero") {
  EnergyDistribution const d({1, 2, 3, 4, 5}, {0, 0, 2, 0, 0});
  CHECK(d.integral() == doctest::Approx(2));
  auto const triangle = [](double e) { return e < 3 ? (e - 2) * (e - 2) / 2 : 1 - (4 - e) * (4 - e) / 2; };
  std::vector<double> const draws = midpoint_draws(d, 2000);
  CHECK(test_support::kolmogorov_smirnov(draws, triangle) < 1.001 / 2000);
  for (double u : {1e-17, 1 - 0x1p-53}) {
    CHECK(d.draw(u).energy >= 2);
    CHECK(d.draw(u).energy <= 4);
  }
}

TEST_CASE("a draw says where in its segment it lies") {
  EnergyDistribution const d({1, 10, 100}, {1, 0.1, 0.001});
  for (double u : {0.01, 0.3, 0.6, 0.99}) {
    EnergyDistribution::Draw const draw = d.draw(u);
    CHECK(draw.energy == doctest::Approx(std::pow(10, double(draw.segment) + draw.share)));
  }
}

TEST_CASE("histogram bins are drawn by their weight, empty ones never") {
  HistogramRows const rows(4, {0, 1, 3, 0, /**/ 0, 0, 0, 0, /**/ 5, 0, 0, 5});
  CHECK(rows.empty(1));
  CHECK(rows.draw(0, 1e-12).bin == 1);
  CHECK(rows.draw(0, 0.2).bin == 1);
  CHECK(rows.draw(0, 0.2).share == doctest::Approx(0.8));
  CHECK(rows.draw(0, 0.25).bin == 2);
  CHECK(rows.draw(0, 1 - 0x1p-53).bin == 2);
  CHECK(rows.draw(2, 0.5).bin == 3);
}

TEST_CASE("directions around a pointing have the angle, the position angle and the offset asked for") {
  for (double dec_deg : {-90.0, -23.0, 0.0, 89.9}) {
    CAPTURE(dec_deg);
    PointingFrame const frame(Direction<Icrs>::at(degrees(250), degrees(dec_deg)));
    Vector3 const north = frame.at(0.01, 0), east = frame.at(0.01, std::numbers::pi / 2);
    CHECK(in_radians(separation(frame.axis(), north)) == doctest::Approx(0.01).epsilon(1e-9));
    CHECK(frame.offset(north).lat_rad == doctest::Approx(0.01).epsilon(1e-9));
    CHECK(std::abs(frame.offset(north).lon_rad) < 1e-12);
    CHECK(frame.offset(east).lon_rad == doctest::Approx(0.01).epsilon(1e-9));
    CHECK(std::abs(frame.offset(east).lat_rad) < 1e-12);
  }
  PointingFrame const equator(Direction<Icrs>::at(degrees(10), degrees(0)));
  Direction<Icrs> const east = Direction<Icrs>::along(equator.at(0.01, std::numbers::pi / 2));
  CHECK(in_degrees(east.lon()) > 10);
}

TEST_CASE("spectra have their flux at the reference energy and their slope around it") {
  PowerLaw const power{2e-7, tev(1), 2.5};
  CHECK(flux_per_m2_s_tev(power, tev(10)) == doctest::Approx(2e-7 * std::pow(10, -2.5)));
  LogParabola const parabola{2e-7, tev(1), 2.5, 0.2};
  CHECK(flux_per_m2_s_tev(parabola, tev(10)) ==
        doctest::Approx(2e-7 * std::pow(10, -2.5 - 0.2 * std::log(10))));
  ExponentialCutoff const cutoff{2e-7, tev(1), 2.5, tev(20)};
  CHECK(flux_per_m2_s_tev(cutoff, tev(10)) == doctest::Approx(2e-7 * std::pow(10, -2.5) * std::exp(-0.5)));
}

TEST_CASE("shapes hold the shares of their brightness within the right radii") {
  CHECK(in_radians(radius_of_quantile(PointShape{}, 0.7)) == 0);
  // 39.35% of a two-dimensional Gaussian lie within one sigma.
  CHECK(in_degrees(radius_of_quantile(GaussianShape{degrees(0.2)}, 1 - std::exp(-0.5))) ==
        doctest::Approx(0.2).epsilon(1e-4));
  CHECK(in_degrees(largest_radius(GaussianShape{degrees(0.2)})) == doctest::Approx(1.0));
  CHECK(in_degrees(radius_of_quantile(DiskShape{degrees(0.5)}, 0.25)) == doctest::Approx(0.25).epsilon(1e-4));
  CHECK(in_degrees(largest_radius(DiskShape{degrees(60)})) == doctest::Approx(60));
  // Half the solid angle of a hemisphere lies within 60 deg.
  CHECK(in_degrees(radius_of_quantile(DiskShape{degrees(90)}, 0.5)) == doctest::Approx(60));
}

}  // namespace

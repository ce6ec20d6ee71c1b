#include "engine/responses/point_spread.hpp"

#include <cmath>
#include <numbers>

#include <doctest/doctest.h>

#include "engine/base/expects.hpp"

using namespace engine;

namespace {

GridAxis const& energies() {
  static GridAxis const axis = GridAxis::of_bins({0.1, 1, 10, 100}, AxisScale::logarithmic);
  return axis;
}
GridAxis const& offsets() {
  static GridAxis const axis = GridAxis::of_bins({0, 0.02, 0.04}, AxisScale::linear);
  return axis;
}

std::vector<double> all(double value) { return std::vector<double>(6, value); }

PsfGauss gauss(GaussColumns columns) { return {energies(), offsets(), std::move(columns)}; }
PsfGauss one_gaussian(double sigma) {
  return gauss({all(3), {all(sigma), all(0), all(0)}, {all(0), all(0)}});
}

double containment(PointSpread const& psf, double energy_tev, double offset_rad, double radius_rad) {
  double out = -1;
  psf_containment(psf, radians(offset_rad), GridPositions(energy_tev_of(psf), {&energy_tev, 1}),
                  {&radius_rad, 1}, {&out, 1});
  return out;
}

double radius(PointSpread const& psf, double energy_tev, double offset_rad, double fraction) {
  double out = -1;
  psf_containment_radius(psf, radians(offset_rad), GridPositions(energy_tev_of(psf), {&energy_tev, 1}),
                         fraction, {&out, 1});
  return out;
}

double density(PointSpread const& psf, double energy_tev, double offset_rad, double radius_rad) {
  double out = -1;
  psf_profile(psf, radians(offset_rad), tev(energy_tev), {&radius_rad, 1}, {&out, 1});
  return out;
}

/// The profile, integrated over the plane up to a radius.
double integrated(PointSpread const& psf, double to) {
  int const steps = 20000;
  double sum = 0;
  for (int i = 0; i < steps; ++i) {
    double const r = to * (i + 0.5) / steps;
    sum += density(psf, 3, 0.01, r) * 2 * std::numbers::pi * r * to / steps;
  }
  return sum;
}

/// A Gaussian as a table of `bins` rings up to ten widths.
PsfTable table_of_gaussian(double sigma, std::size_t bins, double scale = 1) {
  std::vector<double> edges, line;
  for (std::size_t i = 0; i <= bins; ++i)
    edges.push_back(10 * sigma * static_cast<double>(i) / static_cast<double>(bins));
  auto const outside = [&](double r) { return std::exp(-0.5 * r * r / (sigma * sigma)); };
  for (std::size_t i = 0; i < bins; ++i)
    line.push_back(scale * (outside(edges[i]) - outside(edges[i + 1])) /
                   (std::numbers::pi * (edges[i + 1] * edges[i + 1] - edges[i] * edges[i])));
  std::vector<double> cells;
  for (int i = 0; i < 6; ++i) cells.insert(cells.end(), line.begin(), line.end());
  return {energies(), offsets(), GridAxis::of_bins(edges, AxisScale::linear), cells};
}

}  // namespace

TEST_CASE("one Gaussian has the containment of the book") {
  PointSpread const psf = one_gaussian(0.002);
  CHECK(containment(psf, 3, 0.01, 0.002) == doctest::Approx(1 - std::exp(-0.5)).epsilon(1e-14));
  CHECK(radius(psf, 3, 0.01, 0.68) == doctest::Approx(0.002 * std::sqrt(-2 * std::log(0.32))).epsilon(1e-14));
  CHECK(density(psf, 3, 0.01, 0) == doctest::Approx(1 / (2 * std::numbers::pi * 4e-6)).epsilon(1e-14));
}

TEST_CASE("containment is the integral of the profile, in every format") {
  PointSpread const three = gauss({all(1), {all(0.001), all(0.002), all(0.005)}, {all(0.3), all(0.05)}});
  PointSpread const wane = gauss({all(1), {all(0.002), all(0.001), all(0)}, {all(-0.4), all(0)}});
  PointSpread const king = PsfKing(energies(), offsets(), all(0.001), all(2.5));
  for (PointSpread const& psf : {three, wane, king})
    for (double const r : {0.0005, 0.002, 0.01}) {
      CHECK(integrated(psf, r) == doctest::Approx(containment(psf, 3, 0.01, r)).epsilon(1e-7));
      CHECK(radius(psf, 3, 0.01, containment(psf, 3, 0.01, r)) == doctest::Approx(r).epsilon(1e-11));
    }
}

TEST_CASE("a fine table of a Gaussian is that Gaussian") {
  PointSpread const table = table_of_gaussian(0.002, 400);
  PointSpread const truth = one_gaussian(0.002);
  for (double const r : {0.0003, 0.001, 0.00234, 0.01}) {
    CHECK(containment(table, 3, 0.01, r) == doctest::Approx(containment(truth, 3, 0.01, r)).epsilon(1e-4));
    CHECK(density(table, 3, 0.01, r) == doctest::Approx(density(truth, 3, 0.01, r)).epsilon(2e-3));
  }
}

TEST_CASE("within a ring containment grows with the area") {
  PointSpread const coarse = table_of_gaussian(0.002, 5);
  double const first = containment(coarse, 3, 0.01, 0.004);
  CHECK(containment(coarse, 3, 0.01, 0.002) == doctest::Approx(first / 4).epsilon(1e-14));
  CHECK(radius(coarse, 3, 0.01, first / 4) == doctest::Approx(0.002).epsilon(1e-14));
}

TEST_CASE("a table keeps what it adds up to, and has no radius for more") {
  PointSpread const ninety_percent = table_of_gaussian(0.002, 50, 0.9);
  CHECK(containment(ninety_percent, 3, 0.01, 1) == doctest::Approx(0.9).epsilon(1e-12));
  CHECK(radius(ninety_percent, 3, 0.01, 0.89) < 0.02);
  CHECK(std::isnan(radius(ninety_percent, 3, 0.01, 0.95)));
}

TEST_CASE("there is no point spread outside of the table") {
  for (PointSpread const& psf : {PointSpread(one_gaussian(0.002)), PointSpread(table_of_gaussian(0.002, 20)),
                                 PointSpread(PsfKing(energies(), offsets(), all(0.001), all(2)))}) {
    for (auto [e, o] : {std::pair(0.09, 0.01), std::pair(101.0, 0.01), std::pair(3.0, 0.05),
                        std::pair(std::nan(""), 0.01), std::pair(3.0, std::nan(""))}) {
      CHECK(containment(psf, e, o, 0.01) == 0);
      CHECK(density(psf, e, o, 0.001) == 0);
      CHECK(std::isnan(radius(psf, e, o, 0.5)));
    }
    for (double const r : {0.0, -1.0, std::nan("")}) CHECK(containment(psf, 3, 0.01, r) == 0);
    CHECK_THROWS_AS(radius(psf, 3, 0.01, 1), ContractViolation);
  }
}

TEST_CASE("a cell without a PSF has that of its nearest neighbour in energy") {
  std::vector<double> scale = all(1), sigma = all(0.002);
  scale[0] = sigma[0] = 0;  // lowest energy, first offset
  sigma[1] = 0.003;
  PointSpread const psf = gauss({scale, {sigma, all(0), all(0)}, {all(0), all(0)}});
  CHECK(std::get<PsfGauss>(psf).cells_without_psf() == 1);
  double const near = radius(psf, std::sqrt(10.0), 0.01, 0.68);  // the centre of the second bin
  CHECK(radius(psf, 0.2, 0.01, 0.68) == doctest::Approx(near).epsilon(1e-13));
  CHECK(radius(psf, 1.5, 0.01, 0.68) == doctest::Approx(near).epsilon(1e-13));

  std::vector<double> gamma = all(2);
  gamma[0] = 1;
  PointSpread const king = PsfKing(energies(), offsets(), sigma, gamma);
  CHECK(std::get<PsfKing>(king).cells_without_psf() == 1);
  CHECK(radius(king, 0.2, 0.01, 0.68) ==
        doctest::Approx(radius(king, std::sqrt(10.0), 0.01, 0.68)).epsilon(1e-13));
}

TEST_CASE("an offset without any PSF has none") {
  std::vector<double> scale = all(1);
  scale[0] = scale[1] = scale[2] = 0;
  PointSpread const psf = gauss({scale, {all(0.002), all(0), all(0)}, {all(0), all(0)}});
  CHECK(containment(psf, 3, 0.005, 0.01) == 0);
  CHECK(containment(psf, 3, 0.03, 0.01) > 0.99);
}

TEST_CASE("a component that ends between two cells fades, and keeps its width") {
  std::vector<double> sigma = all(0.004), amplitude = all(0.1);
  sigma[2] = amplitude[2] = sigma[5] = amplitude[5] = 0;  // none at the highest energy
  PointSpread const psf = gauss({all(1), {all(0.001), sigma, all(0)}, {amplitude, all(0)}});
  double const with = radius(psf, std::sqrt(10.0), 0.01, 0.68), without = radius(psf, 40, 0.01, 0.68);
  double const between = radius(psf, 10, 0.01, 0.68);
  CHECK(without < between);
  CHECK(between < with);
}

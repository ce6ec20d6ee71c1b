#include <cmath>
#include <numeric>
#include <random>

#include <doctest/doctest.h>

#include "engine/responses/effective_area.hpp"
#include "engine/responses/energy_dispersion.hpp"
#include "engine/responses/rad_max.hpp"

using namespace engine;

namespace {

GridAxis const& energies() {
  static GridAxis const axis = GridAxis::of_bins({0.01, 0.1, 1, 10, 100}, AxisScale::logarithmic);
  return axis;
}
GridAxis const& offsets() {
  static GridAxis const axis = GridAxis::of_nodes({0, 0.01, 0.03}, AxisScale::linear);
  return axis;
}
GridAxis migrations(double min, double max, std::size_t bins) {
  std::vector<double> edges;
  for (std::size_t i = 0; i <= bins; ++i)
    edges.push_back(min + (max - min) * static_cast<double>(i) / static_cast<double>(bins));
  return GridAxis::of_bins(edges, AxisScale::linear);
}

/// A table whose density is the same at all energies and offsets.
DispersionResponse dispersion_of(GridAxis const& migration, std::vector<double> const& density) {
  std::vector<double> cells;
  for (std::size_t i = 0; i < energies().size() * offsets().size(); ++i)
    cells.insert(cells.end(), density.begin(), density.end());
  return {energies(), migration, offsets(), cells};
}

double area_at(AreaResponse const& area, double energy_tev, double offset_rad) {
  double out = -1;
  area.m2(radians(offset_rad), GridPositions(area.energy_tev(), {&energy_tev, 1}), {&out, 1});
  return out;
}

}  // namespace

TEST_CASE("an area that is linear in ln E and offset comes back everywhere in the table") {
  auto const truth = [](double e, double o) { return 1000 + 100 * std::log(e) - 3000 * o; };
  std::vector<double> cells;
  for (double const o : offsets().centres())
    for (double const e : energies().centres()) cells.push_back(truth(e, o));
  AreaResponse const area(energies(), offsets(), cells);
  std::mt19937_64 random(5);
  for (int k = 0; k < 200; ++k) {
    double const e = std::exp(std::uniform_real_distribution<>(std::log(0.01), std::log(100))(random));
    double const o = std::uniform_real_distribution<>(0, 0.04)(random);
    CHECK(area_at(area, e, o) == doctest::Approx(truth(e, o)).epsilon(1e-12));
  }
  CHECK(area_at(area, 1, 0.0401) == 0);
  CHECK(area_at(area, 0.0099, 0.01) == 0);
  CHECK(area_at(area, NAN, 0.01) == 0);
  CHECK(area_at(area, 1, NAN) == 0);
}

TEST_CASE("an area is never below zero, though cells and the lines through them are") {
  AreaResponse const area(energies(), offsets(), {-5, 10, 20, 30, -5, 10, 20, 30, -5, 10, 20, 30});
  CHECK(area_at(area, 0.0316227766, 0) == 0);
  CHECK(area_at(area, 0.011, 0) == 0);
  CHECK(area_at(area, 0.2, 0) > 0);
}

TEST_CASE("the lines of a matrix add up to 1 less what falls beside the axis") {
  std::mt19937_64 random(6);
  std::vector<double> density(40);
  for (double& d : density) d = std::max(0.0, std::uniform_real_distribution<>(-1, 2)(random));
  DispersionResponse const response = dispersion_of(migrations(0.2, 5, 40), density);
  EnergyAxis const truth = EnergyAxis::logarithmic({tev(0.1), tev(50)}, 17);
  for (std::size_t const points : {1, 5}) {
    EnergyAxis const wide = EnergyAxis::logarithmic({tev(0.01), tev(500)}, 200);
    std::vector<double> matrix(17 * 200);
    dispersion_matrix(response, radians(0.02), truth, wide, matrix, {.points_per_bin = points});
    for (std::size_t t = 0; t < 17; ++t) {
      double const sum = std::accumulate(matrix.begin() + static_cast<std::ptrdiff_t>(200 * t),
                                         matrix.begin() + static_cast<std::ptrdiff_t>(200 * (t + 1)), 0.0);
      CHECK(sum == doctest::Approx(1).epsilon(1e-12));
    }
  }
}

TEST_CASE("a density that is flat in the migration spreads an energy evenly") {
  DispersionResponse const response = dispersion_of(migrations(0.5, 1.5, 10), std::vector<double>(10, 7.0));
  EnergyAxis const truth({tev(0.5), tev(2)}), reco = EnergyAxis::linear({tev(0.25), tev(2.25)}, 20);
  std::vector<double> matrix(20);
  dispersion_matrix(response, radians(0), truth, reco, matrix);
  // The centre is 1 TeV: from 0.5 to 1.5 TeV a tenth in each 0.1 TeV, whatever the density was scaled to.
  for (std::size_t r = 0; r < 20; ++r) {
    double const lo = 0.25 + 0.1 * static_cast<double>(r);
    double const overlap = std::max(0.0, std::min(lo + 0.1, 1.5) - std::max(lo, 0.5));
    CHECK(matrix[r] == doctest::Approx(overlap).epsilon(1e-9));
  }
}

TEST_CASE("where the table knows nothing, the matrix is zero") {
  EnergyAxis const axis = EnergyAxis::logarithmic({tev(0.1), tev(10)}, 4);
  std::vector<double> matrix(16, 9.0);
  dispersion_matrix(dispersion_of(migrations(0.5, 1.5, 4), {1, 1, 1, 1}), radians(1), axis, axis, matrix);
  CHECK(matrix == std::vector<double>(16, 0.0));
  matrix.assign(16, 9.0);
  dispersion_matrix(dispersion_of(migrations(0.5, 1.5, 4), {0, -1, 0, 0}), radians(0), axis, axis, matrix);
  CHECK(matrix == std::vector<double>(16, 0.0));
}

TEST_CASE("beyond its energies a dispersion is that of its end") {
  std::vector<double> cells;  // [offset][energy][migration]: moves from the first bin to the second
  for (std::size_t o = 0; o < 3; ++o)
    for (double const share : {0.0, 0.1, 0.2, 0.6}) cells.insert(cells.end(), {1 - share, share});
  DispersionResponse const response(energies(), migrations(0.5, 1.5, 2), offsets(), cells);
  std::vector<double> at_end(2), beyond(2);
  response.density(radians(0), tev(100), at_end);
  response.density(radians(0), tev(1e5), beyond);
  CHECK(at_end[1] == doctest::Approx(0.8));
  CHECK(beyond == at_end);
}

TEST_CASE("RAD_MAX is a table or one radius for all") {
  RadMaxResponse const table(energies(), offsets(), {1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4});
  std::vector<double> const e{1.0, 1000.0};
  std::vector<double> out(2);
  table.radius(radians(0.01), GridPositions(table.energy_tev(), e), out);
  CHECK(out[0] == doctest::Approx(2.5));
  CHECK(out[1] == 0);
  CHECK(in_radians(table.largest()) == 4);
  CHECK_FALSE(table.is_fixed());

  RadMaxResponse const fixed = RadMaxResponse::fixed(degrees(0.1));
  fixed.radius(radians(2), GridPositions(fixed.energy_tev(), e), out);
  CHECK(fixed.is_fixed());
  CHECK(out == std::vector<double>(2, in_radians(degrees(0.1))));
}

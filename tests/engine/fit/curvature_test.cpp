#include "engine/fit/curvature.hpp"

#include <cmath>
#include <stdexcept>

#include <doctest/doctest.h>

using namespace engine;

namespace {

/// A narrow valley, minimum 5 at (3, -1e-12): second derivatives [8, 6e12; 6e12, 1e25].
double valley(std::span<double const> x) {
  double const a = x[0] - 3, b = (x[1] + 1e-12) * 1e12;
  return 5 + 4 * a * a + 6 * a * b + 5 * b * b;
}

}  // namespace

TEST_CASE("a minimum is found from afar, for parameters of very different size") {
  std::vector<double> const start{10, 4e-12}, scale{1, 1e-12};
  Minimum const found = minimise(valley, start, scale, 1e-6);
  CHECK(found.converged);
  CHECK(found.at[0] == doctest::Approx(3).epsilon(1e-5));
  CHECK(found.at[1] == doctest::Approx(-1e-12).epsilon(1e-5));
  CHECK(found.value == doctest::Approx(5).epsilon(1e-9));
}

TEST_CASE("one variable is enough for a minimum") {
  std::vector<double> const start{10}, scale{1};
  Minimum const found =
      minimise([](std::span<double const> x) { return std::cosh(x[0] - 2); }, start, scale, 1e-6);
  CHECK(found.converged);
  CHECK(found.at[0] == doctest::Approx(2).epsilon(1e-4));
}

TEST_CASE("an exception of the objective ends the search and arrives") {
  std::vector<double> const start{1, 2}, scale{1, 1};
  Objective const broken = [](std::span<double const>) -> double { throw std::runtime_error("broken"); };
  CHECK_THROWS_WITH(minimise(broken, start, scale, 1e-3), "broken");
}

TEST_CASE("values that are not finite turn the search back") {
  std::vector<double> const start{0.5, 1}, scale{1, 1};
  Objective const half = [](std::span<double const> x) {
    return x[0] <= 0 ? std::nan("") : x[0] - std::log(x[0]) + x[1] * x[1];
  };
  Minimum const found = minimise(half, start, scale, 1e-7);
  CHECK(found.at[0] == doctest::Approx(1).epsilon(1e-4));
}

TEST_CASE("the covariance is twice the inverse of the second derivatives") {
  std::vector<double> const start{3.4, -0.8e-12}, sizes{0.3, 1e-12};
  CurvedMinimum const found = newton_minimum(valley, start, sizes);
  CHECK(found.converged);
  CHECK(found.distance < 1e-9);
  double const determinant = 8 * 10 - 6 * 6;
  CHECK(found.covariance.at(0, 0) == doctest::Approx(2 * 10 / determinant).epsilon(1e-6));
  CHECK(found.covariance.at(0, 1) == doctest::Approx(-2 * 6e-12 / determinant).epsilon(1e-6));
  CHECK(found.covariance.at(1, 1) == doctest::Approx(2 * 8e-24 / determinant).epsilon(1e-6));
}

TEST_CASE("a saddle and a flat direction have no covariance") {
  SymmetricMatrix saddle(2);
  saddle.at(0, 0) = saddle.at(1, 1) = 1;
  saddle.at(0, 1) = saddle.at(1, 0) = 2;
  CHECK_FALSE(inverse(saddle));
  std::vector<double> const start{0.1, 0.1}, sizes{1, 1};
  CHECK_FALSE(newton_minimum([](std::span<double const> x) { return x[0] * x[0]; }, start, sizes).converged);
}

#include "engine/kernels/log_exp.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include <doctest/doctest.h>

using namespace engine;

namespace {

double in_ulps(double found, long double truth) {
  double const nearest = static_cast<double>(truth);
  double const ulp = std::nextafter(std::abs(nearest), INFINITY) - std::abs(nearest);
  return static_cast<double>(std::abs(static_cast<long double>(found) - truth)) / ulp;
}

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("exponential and logarithm are within 1.2 units in the last place of long double") {
  std::mt19937_64 random(1);
  double worst_exp = 0, worst_log = 0;
  for (double const range : {1e-3, 1.0, 30.0, 708.0}) {
    std::uniform_real_distribution<double> exponent(-range, range);
    for (int k = 0; k < 200000; ++k) {
      double const x = exponent(random);
      worst_exp = std::max(worst_exp, in_ulps(exponential(x), std::exp(static_cast<long double>(x))));
      double const y = static_cast<double>(std::exp(static_cast<long double>(x)));
      if (y == 1) continue;
      worst_log = std::max(worst_log, in_ulps(logarithm(y), std::log(static_cast<long double>(y))));
    }
  }
  CHECK(worst_exp < 1.2);
  CHECK(worst_log < 1);
}

TEST_CASE("the ends of exponential and logarithm are what mathematics says") {
  CHECK(exponential(0) == 1);
  CHECK(exponential(709) == infinity);
  CHECK(exponential(infinity) == infinity);
  CHECK(exponential(-709) == 0);
  CHECK(exponential(-infinity) == 0);
  CHECK(std::isnan(exponential(nan_value)));
  CHECK(logarithm(1) == 0);
  CHECK(logarithm(infinity) == infinity);
  CHECK(logarithm(0) == -infinity);
  CHECK(logarithm(std::numeric_limits<double>::denorm_min()) == -infinity);
  CHECK(std::isnan(logarithm(-1)));
  CHECK(std::isnan(logarithm(nan_value)));
  CHECK(logarithm(std::numeric_limits<double>::max()) == doctest::Approx(709.782712893384).epsilon(1e-15));
}

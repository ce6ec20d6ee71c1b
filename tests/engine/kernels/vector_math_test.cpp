#include "engine/kernels/vector_math.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>

#include <doctest/doctest.h>

using namespace engine;

namespace {

double in_ulps(double found, long double truth) {
  double const nearest = static_cast<double>(truth);
  double const ulp = std::nextafter(std::abs(nearest), INFINITY) - std::abs(nearest);
  return static_cast<double>(std::abs(static_cast<long double>(found) - truth)) / ulp;
}

double error(double found, long double truth) {
  return static_cast<double>(std::abs(static_cast<long double>(found) - truth));
}

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("sine and cosine of any angle up to 1e6 rad are within 3.4e-16 of long double") {
  std::mt19937_64 random(1);
  double worst = 0;
  for (double const range : {1.0, 10.0, 1e4, 1e6}) {
    std::uniform_real_distribution<double> angle(-range, range);
    for (int k = 0; k < 200000; ++k) {
      double const x = angle(random);
      SinCos const s = sin_cos(x);
      worst = std::max({worst, error(s.sin, std::sin(static_cast<long double>(x))),
                        error(s.cos, std::cos(static_cast<long double>(x)))});
    }
  }
  CHECK(worst < 3.4e-16);
}

TEST_CASE("sine and cosine of a latitude are within 2.3e-16 of long double") {
  std::mt19937_64 random(4);
  std::uniform_real_distribution<double> latitude(-std::numbers::pi / 2 - 2e-6, std::numbers::pi / 2 + 2e-6);
  double worst = 0;
  for (int k = 0; k < 400000; ++k) {
    double const x = latitude(random);
    SinCos const s = sin_cos_of_latitude(x);
    worst = std::max({worst, error(s.sin, std::sin(static_cast<long double>(x))),
                      error(s.cos, std::cos(static_cast<long double>(x)))});
  }
  CHECK(worst < 2.3e-16);
}

TEST_CASE("sine and cosine hold at multiples of pi/2 and beside them") {
  double worst = 0;
  for (int k = -1000; k <= 1000; ++k)
    for (double const off : {-1e-9, 0.0, 1e-9}) {
      double const x = k * std::numbers::pi / 2 + off;
      SinCos const s = sin_cos(x);
      worst = std::max({worst, error(s.sin, std::sin(static_cast<long double>(x))),
                        error(s.cos, std::cos(static_cast<long double>(x)))});
    }
  CHECK(worst < 3.4e-16);
}

TEST_CASE("the sine of a small angle keeps all its digits") {
  for (double x = 1.5; x > 1e-300; x *= 0.37)
    for (double const signed_x : {x, -x}) {
      CHECK(in_ulps(sin_cos(signed_x).sin, std::sin(static_cast<long double>(signed_x))) < 2);
    }
  CHECK(sin_cos(0.0).sin == 0);
  CHECK(sin_cos(0.0).cos == 1);
}

TEST_CASE("what is no angle has no sine") {
  for (double const x : {nan_value, infinity, -infinity, 1.1e6, -1e300}) {
    CHECK(std::isnan(sin_cos(x).sin));
    CHECK(std::isnan(sin_cos(x).cos));
  }
}

TEST_CASE("the polar angle is within 2.2 units in the last place of long double, over all magnitudes") {
  std::mt19937_64 random(2);
  std::uniform_real_distribution<double> component(-1, 1), exponent(-30, 30);
  double worst = 0;
  for (int k = 0; k < 400000; ++k) {
    double const scale = k % 2 == 0 ? 1 : std::pow(10, exponent(random));
    double const y = component(random) * scale, x = component(random);
    worst = std::max(worst, in_ulps(polar_angle(y, x),
                                    std::atan2(static_cast<long double>(y), static_cast<long double>(x))));
  }
  CHECK(worst < 2.2);
}

TEST_CASE("the polar angle has the signs of zeros that atan2 has") {
  for (double const y : {0.0, -0.0, 1.0, -1.0})
    for (double const x : {0.0, -0.0, 1.0, -1.0}) {
      CHECK(in_ulps(polar_angle(y, x), std::atan2(y, x)) < 2.2);
      CHECK(std::signbit(polar_angle(y, x)) == std::signbit(std::atan2(y, x)));
    }
}

TEST_CASE("the polar angle of what is no point is undefined") {
  for (double const bad : {nan_value, infinity, -infinity}) {
    CHECK(std::isnan(polar_angle(bad, 1)));
    CHECK(std::isnan(polar_angle(1, bad)));
    CHECK(std::isnan(polar_angle(bad, bad)));
  }
}

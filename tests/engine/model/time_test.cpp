#include "engine/model/time.hpp"

#include <limits>
#include <random>

#include <doctest/doctest.h>

#include "engine/base/expects.hpp"

using namespace engine;

TEST_CASE("good times are sorted, disjoint and without empty ones") {
  GoodTimes const good({{50, 60}, {0, 10}, {10, 20}, {55, 70}, {30, 30}, {40, 35}});
  CHECK(good.ranges() == std::vector<MetRange>{{0, 20}, {50, 70}});
  CHECK(good.ontime_s() == 40);
}

TEST_CASE("good times begin with their start and end before their stop") {
  GoodTimes const good({{0, 10}, {20, 30}});
  CHECK(good.contains(0));
  CHECK(good.contains(20));
  CHECK_FALSE(good.contains(10));
  CHECK_FALSE(good.contains(30));
  CHECK_FALSE(good.contains(-1));
  CHECK_FALSE(good.contains(15));
  CHECK_FALSE(good.contains(std::numeric_limits<double>::quiet_NaN()));
  CHECK_FALSE(GoodTimes().contains(0));
}

TEST_CASE("an instant is in an intersection exactly if it is in both") {
  std::mt19937 random(4);
  std::uniform_int_distribution<int> second(0, 60), length(0, 8), how_many(0, 9);
  for (int round = 0; round < 200; ++round) {
    auto const any = [&] {
      std::vector<MetRange> ranges;
      for (int n = how_many(random); n > 0; --n) {
        double const start = second(random);
        ranges.push_back({start, start + length(random)});
      }
      return GoodTimes(std::move(ranges));
    };
    GoodTimes const a = any(), b = any(), both = intersection(a, b);
    CHECK(both == intersection(b, a));
    for (double t = -1; t < 70; t += 0.5) REQUIRE(both.contains(t) == (a.contains(t) && b.contains(t)));
  }
}

TEST_CASE("good times with undefined bounds are a mistake of the caller") {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(GoodTimes({{0, nan}}), ContractViolation);
  CHECK_THROWS_AS(GoodTimes({{nan, 1}}), ContractViolation);
}

TEST_CASE("an instant goes to a file's seconds and back within a microsecond") {
  TimeReference const hess{
      .zero = Time::from_mjd_tt(51910.00074287037)};  // MJDREFF of the first H.E.S.S. DL3 release
  Time const t = hess.time_of(333778852.184);
  CHECK(hess.met_of(t) == doctest::Approx(333778852.184).epsilon(1e-15));
  CHECK(t.mjd_tt() == doctest::Approx(51910.00074287037 + 333778852.184 / 86400).epsilon(1e-15));
  CHECK(Time::from_mjd_tt(51544.5).tt() == seconds(43200));  // J2000
}

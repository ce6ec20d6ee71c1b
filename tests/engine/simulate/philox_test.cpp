#include "engine/simulate/philox.hpp"

#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include "engine/simulate/poisson.hpp"
#include "tests/engine/simulate/random_check.hpp"

namespace {

using namespace engine;

// Random123 1.x, kat_vectors, "philox4x32 10" (Salmon et al. 2011).
static_assert(philox4x32_10({0, 0, 0, 0}, {0, 0}) ==
              PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
static_assert(philox4x32_10({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}) ==
              PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
static_assert(philox4x32_10({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
              PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});

TEST_CASE("random numbers never reach 0 or 1") {
  RandomBlock const lowest({0, 0, 0, 0});
  RandomBlock const highest({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff});
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(lowest.coarse(i) > 0);
    CHECK(highest.coarse(i) < 1);
  }
  for (std::size_t pair = 0; pair < 2; ++pair) {
    CHECK(lowest.fine(pair) > 0);
    CHECK(highest.fine(pair) < 1);
  }
}

TEST_CASE("seed, run, component, event and block each change the numbers") {
  RandomStream const stream{.seed = 1, .run = 2, .component = 3};
  double const u = stream.block(4, 5).fine(0);
  CHECK(u == stream.block(4, 5).fine(0));
  CHECK(u != stream.block(5, 5).fine(0));
  CHECK(u != stream.block(4, 6).fine(0));
  CHECK(u != RandomStream{.seed = 2, .run = 2, .component = 3}.block(4, 5).fine(0));
  CHECK(u != RandomStream{.seed = 1, .run = 3, .component = 3}.block(4, 5).fine(0));
  CHECK(u != RandomStream{.seed = 1, .run = 2, .component = 4}.block(4, 5).fine(0));
  CHECK(u != RandomStream{.seed = std::uint64_t{1} << 32 | 1, .run = 2, .component = 3}.block(4, 5).fine(0));
  CHECK(u != RandomStream{.seed = 1, .run = std::uint64_t{1} << 32 | 2, .component = 3}.block(4, 5).fine(0));
}

TEST_CASE("uniform numbers fill the interval evenly") {
  RandomStream const stream{.seed = 11, .run = 1, .component = 0};
  std::vector<double> coarse, fine;
  for (std::uint32_t i = 0; i < 100000; ++i) {
    coarse.push_back(stream.block(i, 0).coarse(i % 4));
    fine.push_back(stream.block(i, 1).fine(i % 2));
  }
  auto const identity = [](double u) { return u; };
  CHECK(test_support::kolmogorov_smirnov(coarse, identity) < test_support::ks_limit(coarse.size()));
  CHECK(test_support::kolmogorov_smirnov(fine, identity) < test_support::ks_limit(fine.size()));
}

TEST_CASE("the portable logarithm agrees with the C library's to the last digits") {
  double const values[] = {1e-300, 2.2e-16, 0.1, 0.5, std::sqrt(0.5), 0.70710678, 0.999999, 1.0, 1.0001,
                           1.41,   1.42,    2,   10,  12345.678,      1e300};
  for (double x : values) CHECK(portable_log(x) == doctest::Approx(std::log(x)).epsilon(1e-15));
  CHECK(portable_log(1) == 0);
}

/// Probability of a count, from the definition.
double poisson_probability(std::uint64_t k, double mean) {
  double const n = static_cast<double>(k);
  return std::exp(n * std::log(mean) - mean - std::lgamma(n + 1));
}

TEST_CASE("Poisson numbers follow the Poisson distribution on both sides of the change of method") {
  for (double mean : {0.02, 1.0, 9.9, 10.0, 30.0, 1000.0}) {
    CAPTURE(mean);
    constexpr std::uint64_t draws = 60000;
    std::vector<double> seen(static_cast<std::size_t>(mean + 20 * std::sqrt(mean) + 20), 0);
    for (std::uint64_t run = 0; run < draws; ++run)
      seen.at(poisson(mean, {.seed = 5, .run = run, .component = 1})) += 1;
    double chi2 = 0, expected_rest = draws, seen_rest = draws;
    int bins = 0;
    for (std::size_t k = 0; k < seen.size(); ++k) {
      double const expected = draws * poisson_probability(k, mean);
      if (expected < 20) continue;
      chi2 += (seen[k] - expected) * (seen[k] - expected) / expected;
      expected_rest -= expected;
      seen_rest -= seen[k];
      ++bins;
    }
    CHECK(std::abs(seen_rest - expected_rest) < 5 * std::sqrt(expected_rest) + 5);
    CHECK(chi2 < bins + 5 * std::sqrt(2.0 * bins));
  }
}

TEST_CASE("a Poisson number of mean 0 is 0, and large means keep their width") {
  CHECK(poisson(0, {}) == 0);
  double sum = 0, sum2 = 0;
  constexpr double mean = 1e8;
  constexpr int draws = 4000;
  for (std::uint64_t run = 0; run < draws; ++run) {
    double const pull = (static_cast<double>(poisson(mean, {.seed = 6, .run = run, .component = 0})) - mean) /
                        std::sqrt(mean);
    sum += pull;
    sum2 += pull * pull;
  }
  CHECK(std::abs(sum / draws) < 5 / std::sqrt(draws));
  CHECK(std::abs(sum2 / draws - 1) < 5 * std::sqrt(2.0 / draws));
}

}  // namespace

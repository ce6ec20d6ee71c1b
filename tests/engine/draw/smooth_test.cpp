#include "engine/draw/smooth.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

#include <doctest/doctest.h>

#include "engine/base/expects.hpp"

using namespace engine;

namespace {

double sum(std::vector<double> const& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

void check_near(std::vector<double> const& values, std::vector<double> const& expected) {
  REQUIRE(values.size() == expected.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    CHECK(values[i] == doctest::Approx(expected[i]).epsilon(1e-13));
}

}  // namespace

TEST_CASE("smoothing is scipy's gaussian_filter, also when the kernel is wider than the map") {
  std::vector<double> squares;  // numpy: v = np.arange(12.0).reshape(3, 4) ** 2
  for (double i = 0; i < 12; ++i) squares.push_back(i * i);
  // scipy 1.10.1: gaussian_filter(v, 0.8).ravel()
  check_near(smooth(squares, 4, 3, 0.8),
             {6.50684973511971, 9.496103748901625, 14.617919278361786, 19.426596586798677, 26.720627937697763,
              33.80292696644836, 44.30150734653331, 53.20322966993889, 54.913187199812114, 66.0885312435314,
              81.96387647424115, 94.9586438126154});
  // gaussian_filter(v, 2.5).ravel()
  check_near(smooth(squares, 4, 3, 2.5),
             {38.46115543237999, 39.79418531166026, 41.68068257756418, 43.01549217821626, 39.83477538510793,
              41.20007051845304, 43.13219895072575, 44.499273805442684, 41.20865634303877, 42.60621673044872,
              44.58397632909023, 45.983316437872006});
}

TEST_CASE("smoothing moves counts but loses none") {
  std::mt19937 random(3);
  std::vector<double> counts(60 * 40);
  for (double& pixel : counts) pixel = static_cast<double>(random() % 7);
  for (double const sigma : {0.5, 1.0, 3.0, 30.0})
    CHECK(sum(smooth(counts, 60, 40, sigma)) == doctest::Approx(sum(counts)).epsilon(1e-12));
}

TEST_CASE("a bright pixel becomes a round spot in its place") {
  std::vector<double> counts(41 * 31);
  counts[15 * 41 + 20] = 1;
  auto const spot = smooth(counts, 41, 31, 2);
  CHECK(std::max_element(spot.begin(), spot.end()) - spot.begin() == 15 * 41 + 20);
  CHECK(spot[15 * 41 + 23] == doctest::Approx(spot[18 * 41 + 20]).epsilon(1e-14));
  CHECK(spot[15 * 41 + 23] / spot[15 * 41 + 20] == doctest::Approx(std::exp(-9.0 / 8)).epsilon(1e-12));
}

TEST_CASE("no smoothing changes nothing, and undefined pixels stay undefined and harm nobody") {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> const row{1, 2, 3};
  CHECK(smooth(row, 3, 1, 0) == row);
  auto const out = smooth(std::vector<double>{1, nan, 3, 5}, 4, 1, 1);
  CHECK(std::isnan(out[1]));
  for (std::size_t const i : {0U, 2U, 3U}) CHECK(std::isfinite(out[i]));
  CHECK(smooth({}, 0, 0, 1).empty());
  CHECK_THROWS_AS(smooth(row, 2, 1, 1), ContractViolation);
  CHECK_THROWS_AS(smooth(row, 3, 1, nan), ContractViolation);
}

#include "engine/kernels/poisson_statistics.hpp"

#include <cmath>
#include <initializer_list>
#include <limits>

#include <doctest/doctest.h>

#include "engine/kernels/excess.hpp"

using namespace engine;

TEST_CASE("swapping on and off regions of equal exposure changes only the sign of the significance") {
  CHECK(li_ma_significance({30, 12, 1}) == doctest::Approx(-li_ma_significance({12, 30, 1})).epsilon(1e-14));
}

TEST_CASE("the significance is that of Li and Ma's equation 17 as they write it") {
  for (double on : {1.0, 12.0, 189.0})
    for (double off : {1.0, 219.0})
      for (double alpha : {1.0 / 41, 0.5, 2.0}) {
        double const s = on * std::log((1 + alpha) / alpha * on / (on + off)) +
                         off * std::log((1 + alpha) * off / (on + off));
        CHECK(std::abs(li_ma_significance({on, off, alpha})) ==
              doctest::Approx(std::sqrt(2 * s)).epsilon(1e-10));
      }
}

TEST_CASE("no counts are no excess, and a tiny excess keeps its digits") {
  CHECK(li_ma_significance({0, 0, 0.1}) == 0);
  CHECK(cash_significance({0, 0}) == 0);
  CHECK(li_ma_significance({5, 10, 0.5}) == 0);
  // For n(1 + e) and n counts of equal exposure: e sqrt(n/2), up to relative order e.
  double const e = 1e-9, n = 1e6;
  CHECK(li_ma_significance({n * (1 + e), n, 1}) == doctest::Approx(e * std::sqrt(n / 2)).epsilon(1e-6));
}

TEST_CASE("zero counts on either side follow the special cases of XSPEC's manual") {
  double const alpha = 0.25, infinity = std::numeric_limits<double>::infinity();
  // S = 0: the background is the OFF counts spread over both exposures.
  CHECK(wstat({0, 7, alpha}, 3) == doctest::Approx(2 * (3 + 7 * std::log(1 + alpha))).epsilon(1e-14));
  // B = 0 and a signal below S / (1 + 1/alpha) * (1/alpha): the ON counts need background.
  double const small = 0.5;
  CHECK(wstat({9, 0, alpha}, small) ==
        doctest::Approx(2 * (-small / alpha - 9 * std::log(alpha / (1 + alpha)))).epsilon(1e-14));
  // B = 0 and a larger signal: no background at all.
  CHECK(wstat({9, 0, alpha}, 8) == doctest::Approx(2 * (8 - 9 + 9 * std::log(9.0 / 8))).epsilon(1e-14));
  CHECK(profiled({9, 0, alpha}, 8).off == 0);
  CHECK(wstat({0, 0, alpha}, 2) == 4);
  CHECK(wstat({0, 0, alpha}, 0) == 0);
  CHECK(wstat({0, 4, alpha}, -1) < infinity);
  CHECK(std::isnan(wstat({std::nan(""), 4, alpha}, 1)));
}

TEST_CASE("the profiled background is the best one") {
  for (double on : {0.0, 4.0, 50.0})
    for (double off : {0.0, 3.0, 80.0})
      for (double signal : {-2.0, 0.0, 1.5, 400.0}) {
        OnOffCounts const counts{on, off, 0.3};
        ProfiledExpectation const best = profiled(counts, signal);
        CHECK(best.on >= 0);
        CHECK(best.on == doctest::Approx(signal + 0.3 * best.off).epsilon(1e-12));
        double const least = cash_deviance(on, best.on) + cash_deviance(off, best.off);
        for (double factor : {0.9, 0.999, 1.001, 1.1}) {
          double const b = factor * best.off, expected = signal + 0.3 * b;
          if (expected >= 0) CHECK(cash_deviance(on, expected) + cash_deviance(off, b) >= least - 1e-12);
        }
      }
}

TEST_CASE("errors and limits are where the statistic has grown as far as it should") {
  for (double on : {0.0, 1.0, 40.0})
    for (double off : {0.0, 30.0}) {
      OnOffCounts const counts{on, off, 0.2};
      ExcessErrors const errors = excess_errors(counts, 2);
      CHECK(wstat(counts, counts.excess() + errors.up) == doctest::Approx(4).epsilon(1e-11));
      CHECK(wstat(counts, counts.excess() - errors.down) == doctest::Approx(4).epsilon(1e-11));
    }
  // Known background, no counts: the range ends at the excess; the limit is Poisson's ln.
  KnownBackgroundCounts const none{0, 2};
  CHECK(excess_errors(none, 1).down == 0);
  CHECK(upper_limit(none, 2, LimitFrom::best_fit) == doctest::Approx(0).epsilon(1e-12));
  CHECK(upper_limit(none, 2, LimitFrom::physical) == doctest::Approx(2).epsilon(1e-12));
}

TEST_CASE("confidence and sigmas of a one-sided limit") {
  CHECK(sigmas_of_limit(0.5) == 0);
  CHECK(sigmas_of_limit(0.95) == doctest::Approx(1.6448536269514722).epsilon(1e-13));
  CHECK(sigmas_of_limit(0.9986501019683699) == doctest::Approx(3).epsilon(1e-11));
}

TEST_CASE("a lack that even an empty region does not show has no excess") {
  CHECK(std::isnan(excess_of_significance(OnOffCounts{0, 3, 0.5}, -8)));
  double const lack = excess_of_significance(OnOffCounts{0, 300, 0.5}, -4);
  CHECK(li_ma_significance({150 + lack, 300, 0.5}) == doctest::Approx(-4).epsilon(1e-12));
}

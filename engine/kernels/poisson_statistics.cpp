#include "engine/kernels/poisson_statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/expects.hpp"

namespace engine {

namespace {

/// n ln(n/mu) - (n - mu), for n, mu >= 0 (Loader's D0).
double half_deviance(double n, double mu) {
  if (n == 0) return mu;
  if (mu == 0) return std::numeric_limits<double>::infinity();
  double const apart = n - mu;
  if (std::abs(apart) < 0.1 * (n + mu)) {
    // With v = (n - mu)/(n + mu), ln(n/mu) = 2 artanh v; the leading terms cancel by hand.
    double const v = apart / (n + mu), v2 = v * v;
    double sum = apart * v, power = 2 * n * v;
    for (int k = 3; k < 100; k += 2) {
      power *= v2;
      double const next = sum + power / k;
      if (next == sum) break;
      sum = next;
    }
    return sum;
  }
  return n * std::log(n / mu) - apart;
}

/// For a signal >= 0.
ProfiledExpectation with_signal(double on, double off, double alpha, double signal) {
  double const c = alpha * (on + off) - (1 + alpha) * signal;
  double const d = std::sqrt(c * c + 4 * alpha * (1 + alpha) * off * signal);
  double const background = c >= 0 ? (c + d) / (2 * alpha * (1 + alpha)) : 2 * off * signal / (d - c);
  return {signal + alpha * background, background};
}

double signed_root(double excess, double deviance) {
  return std::copysign(std::sqrt(deviance), deviance == 0 ? 0.0 : excess);
}

double n_log_n(double n) { return n > 0 ? n * std::log(n) - n : 0 * n; }

}  // namespace

double cash(double n, double mu) {
  double const expected = mu <= smallest_expectation ? smallest_expectation : mu;
  return 2 * (expected - n * std::log(expected));
}

double cash_deviance(double n, double mu) {
  return 2 * half_deviance(n, mu <= smallest_expectation ? smallest_expectation : mu);
}

ProfiledExpectation profiled(OnOffCounts const& counts, double signal) {
  EXPECTS(!(counts.alpha <= 0));
  if (!(signal < 0)) return with_signal(counts.on, counts.off, counts.alpha, signal);
  // A signal missing in ON is one found in OFF: the same problem with the regions exchanged.
  ProfiledExpectation const swapped =
      with_signal(counts.off, counts.on, 1 / counts.alpha, -signal / counts.alpha);
  return {swapped.off, swapped.on};
}

double wstat(OnOffCounts const& counts, double signal) {
  ProfiledExpectation const expected = profiled(counts, signal);
  return 2 * (half_deviance(counts.on, expected.on) + half_deviance(counts.off, expected.off));
}

double wstat_slope(OnOffCounts const& counts, double signal) {
  ProfiledExpectation const expected = profiled(counts, signal);
  if (expected.on > 0) return 2 * (1 - counts.on / expected.on);
  if (counts.on > 0) return -std::numeric_limits<double>::infinity();
  // An empty ON region that is expected to be empty: a lower signal needs a higher background.
  return expected.off > 0 ? 2 * (counts.off / expected.off - 1) / counts.alpha : 2;
}

double wstat_goodness_terms(OnOffCounts const& counts) {
  return 2 * (n_log_n(counts.on) + n_log_n(counts.off));
}

double li_ma_significance(OnOffCounts const& counts) {
  // Eq. 17 is the square root of W without a signal: there the best background is the mean of both regions,
  // and the linear terms of the two deviances cancel.
  return signed_root(counts.excess(), wstat(counts, 0));
}

double cash_significance(KnownBackgroundCounts const& counts) {
  if (counts.excess() == 0) return 0;  // the least expectation would show
  return signed_root(counts.excess(), cash_deviance(counts.on, counts.background));
}

}  // namespace engine

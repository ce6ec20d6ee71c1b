#include "engine/kernels/excess.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/base/expects.hpp"
#include "engine/kernels/root.hpp"

namespace engine {

namespace {

constexpr double no_end = std::numeric_limits<double>::infinity();

/// How both kinds of counts answer the same questions.
double statistic(OnOffCounts const& counts, double signal) { return wstat(counts, signal); }
double statistic(KnownBackgroundCounts const& counts, double signal) {
  return cash_deviance(counts.on, counts.background + signal);
}
/// Counting ON as empty is a limit for a known background only: a counted one may be larger than it seems.
double least_signal(OnOffCounts const&) { return -no_end; }
double least_signal(KnownBackgroundCounts const& counts) { return -counts.background; }

double width(OnOffCounts const& counts) {
  return std::sqrt(counts.on + counts.alpha * counts.alpha * counts.off) + std::min(1.0, counts.alpha);
}
double width(KnownBackgroundCounts const& counts) { return std::sqrt(counts.on) + 1; }

template <class Counts>
double crossing(Counts const& counts, double from, double above, double step, double limit) {
  double const target = statistic(counts, from) + above;
  return root_beyond([&](double signal) { return statistic(counts, signal) - target; }, from, step, limit);
}

template <class Counts>
ExcessErrors errors(Counts const& counts, double sigmas) {
  EXPECTS(sigmas >= 0);
  double const excess = counts.excess(), step = width(counts) * std::max(sigmas, 1e-3);
  double const least = least_signal(counts);
  double const down = excess <= least ? 0 : excess - crossing(counts, excess, sigmas * sigmas, -step, least);
  return {down, crossing(counts, excess, sigmas * sigmas, step, no_end) - excess};
}

template <class Counts>
double limit(Counts const& counts, double sigmas, LimitFrom from) {
  EXPECTS(sigmas >= 0);
  double const excess = counts.excess();
  double const start = from == LimitFrom::physical ? std::max(0.0, excess) : excess;
  return crossing(counts, start, sigmas * sigmas, width(counts) * std::max(sigmas, 1e-3), no_end);
}

/// `significance_of(n_on)` grows with n_on.
template <class Significance>
double matching(Significance const& significance_of, double background, double significance) {
  auto const apart = [&](double excess) {
    return significance_of(std::max(0.0, background + excess)) - significance;
  };
  double const step = (std::sqrt(background) + 1) * (std::abs(significance) + 1e-3);
  if (significance == 0) return 0;
  if (significance > 0) return root_beyond(apart, 0, step, no_end);
  return root_beyond([&](double excess) { return -apart(excess); }, 0, -step, -background);
}

}  // namespace

ExcessErrors excess_errors(OnOffCounts const& counts, double sigmas) { return errors(counts, sigmas); }
ExcessErrors excess_errors(KnownBackgroundCounts const& counts, double sigmas) {
  return errors(counts, sigmas);
}

double upper_limit(OnOffCounts const& counts, double sigmas, LimitFrom from) {
  return limit(counts, sigmas, from);
}
double upper_limit(KnownBackgroundCounts const& counts, double sigmas, LimitFrom from) {
  return limit(counts, sigmas, from);
}

double sigmas_of_limit(double confidence) {
  EXPECTS(confidence >= 0.5 && confidence < 1);
  double const tail = 1 - confidence;  // exact: confidence >= 0.5
  auto const apart = [&](double z) { return tail - std::erfc(z / std::numbers::sqrt2) / 2; };
  return confidence == 0.5 ? 0 : bracketed_root(apart, 0, 40);
}

double excess_of_significance(OnOffCounts const& background, double significance) {
  return matching(
      [&](double on) {
        return li_ma_significance({on, background.off, background.alpha});
      },
      background.background(), significance);
}

double excess_of_significance(KnownBackgroundCounts const& background, double significance) {
  return matching(
      [&](double on) {
        return cash_significance({on, background.background});
      },
      background.background, significance);
}

}  // namespace engine

/// Likelihood ratios of Poisson counts: the Cash statistic where the background is known, the W statistic
/// where it was counted beside the source, and the significance of Li & Ma.
///
/// All are -2 ln(likelihood); counts are >= 0 and need not be whole (expected or simulated numbers are fine).
/// NaN in, NaN out. What is called `deviance` has its model-independent terms included: it is 0 where the
/// model equals the counts, never negative, and thereby a measure of goodness.
#pragma once

namespace engine {

/// Counts towards the source and beside it. alpha: acceptance of ON over that of OFF, > 0 and finite.
struct OnOffCounts {
  double on = 0, off = 0;
  double alpha = 1;
  double background() const { return alpha * off; }
  double excess() const { return on - background(); }
};

/// Counts with an expectation of the background that is known without error, >= 0.
struct KnownBackgroundCounts {
  double on = 0;
  double background = 0;
  double excess() const { return on - background; }
};

/// Expectations below this count as this much, so that counts where a model expects nothing are a finite
/// reproach which a minimiser can get away from. The value is gammapy's.
inline constexpr double smallest_expectation = 1e-25;

/// 2 (mu - n ln mu): Cash (1979), ApJ 228, 939.
double cash(double n, double mu);
/// 2 (mu - n + n ln(n/mu)): the C statistic of XSPEC. Relative error about 1e-15, also where n is nearly mu:
/// by the series of Loader (2000), "Fast and accurate computation of binomial probabilities".
double cash_deviance(double n, double mu);

/// What the profile likelihood expects for a given signal.
struct ProfiledExpectation {
  double on = 0;   ///< signal and background, in the ON region
  double off = 0;  ///< background, in the OFF region
};
/// The background that maximises the likelihood for this signal (expected counts in the ON region; may be
/// negative, then the background is at least what keeps the sum from being negative). XSPEC manual, appendix
/// B, "Poisson data with Poisson background"; its cases of zero counts are limits of the same formula. Where
/// that formula subtracts nearly equal numbers (signals well above the counts, negative ones), its conjugate
/// is taken.
ProfiledExpectation profiled(OnOffCounts const& counts, double signal);

/// The W statistic with its model-independent terms, as XSPEC and gammapy have it: the deviance of both
/// regions from profiled(). Infinite for counts where the model admits none.
double wstat(OnOffCounts const& counts, double signal);
/// Its derivative by the signal; the background follows the signal (is profiled), so only the ON region
/// counts. W is convex in the signal: this never falls as the signal grows. -infinity where no counts can be
/// explained.
double wstat_slope(OnOffCounts const& counts, double signal);
/// The model-independent terms: 2 (n_on ln n_on - n_on + n_off ln n_off - n_off). The bare -2 ln(likelihood)
/// is wstat() minus this.
double wstat_goodness_terms(OnOffCounts const& counts);

/// Significance of the excess in standard deviations, with its sign: Li & Ma (1983), ApJ 272, 317, eq. 17.
/// 0 without any counts.
double li_ma_significance(OnOffCounts const& counts);
/// The same where the background is known: square root of the C statistic, with the sign of the excess.
double cash_significance(KnownBackgroundCounts const& counts);

}  // namespace engine

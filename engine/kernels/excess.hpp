/// Errors and upper limits of an excess, from the profile of its likelihood.
///
/// `sigmas` >= 0: how far from its minimum the statistic is followed, up to sigmas^2 above it (Wilks).
/// The signal may be negative, down to where the ON region is expected to be empty. Results agree with the
/// exact crossing to the last few bits.
#pragma once

#include "engine/kernels/poisson_statistics.hpp"

namespace engine {

struct ExcessErrors {
  double down = 0, up = 0;  ///< both >= 0, distances from the excess
};
/// With a known background and no counts the excess lies at the end of its range: `down` is 0.
ExcessErrors excess_errors(OnOffCounts const& counts, double sigmas);
ExcessErrors excess_errors(KnownBackgroundCounts const& counts, double sigmas);

/// Where an upper limit starts from.
enum class LimitFrom {
  best_fit,  ///< the excess as it is, also a negative one: limits below zero are possible; gammapy's rule
  physical,  ///< the best signal that is not negative: the bounded likelihood of Rolke, Lopez & Conrad
             ///< (2005), NIM A 551, 493. Such limits are never below zero, nor below those from the best fit.
};
/// The signal above the best one where the statistic has grown by sigmas^2.
double upper_limit(OnOffCounts const& counts, double sigmas, LimitFrom from);
double upper_limit(KnownBackgroundCounts const& counts, double sigmas, LimitFrom from);

/// `sigmas` of a one-sided limit: a normal variable is below +sigmas with this probability (0.95 -> 1.645).
/// 0.5 <= confidence < 1.
double sigmas_of_limit(double confidence);

/// The excess that would be seen with this significance (Li & Ma, or of known background) over the same
/// background; NaN where even an empty ON region is not that significant a lack.
double excess_of_significance(OnOffCounts const& background, double significance);
double excess_of_significance(KnownBackgroundCounts const& background, double significance);

}  // namespace engine

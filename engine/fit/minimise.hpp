/// Minima of functions of several variables, without derivatives.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace engine {

/// Must be finite at the start; where it is not finite later, the minimiser turns back.
using Objective = std::function<double(std::span<double const>)>;

struct Minimum {
  std::vector<double> at;
  double value = 0;
  int evaluations = 0;
  bool converged = false;  ///< false: the best point so far, after too many evaluations
};

/// The minimum near `start`, to `tolerance` in units of `scale` (> 0 for each variable: about what it takes
/// to change the objective noticeably). For several variables Powell's BOBYQA (2009, report NA2009/06), for
/// one the subplex method; both as NLopt has them, both without random numbers. An exception of the objective
/// ends the search and is thrown on.
Minimum minimise(Objective const& objective, std::span<double const> start, std::span<double const> scale,
                 double tolerance);

}  // namespace engine

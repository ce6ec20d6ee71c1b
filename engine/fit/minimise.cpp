#include "engine/fit/minimise.hpp"

#include <cmath>
#include <exception>
#include <memory>
#include <type_traits>

#include <nlopt.h>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"

namespace engine {

namespace {

constexpr int most_evaluations = 20000;
/// A wall for values that are not finite, which NLopt's methods do not expect.
constexpr double wall = 1e100;

struct DestroyOptimiser {
  void operator()(nlopt_opt optimiser) const noexcept { nlopt_destroy(optimiser); }
};
using Optimiser = std::unique_ptr<std::remove_pointer_t<nlopt_opt>, DestroyOptimiser>;

/// What the callback needs; variables are in units of the scale, from the start.
struct Search {
  Objective const& objective;
  std::span<double const> start, scale;
  nlopt_opt optimiser = nullptr;
  std::vector<double> at{};
  int evaluations = 0;
  std::exception_ptr trouble{};

  double value(double const* x) {
    at.resize(start.size());
    for (std::size_t i = 0; i < at.size(); ++i) at[i] = start[i] + x[i] * scale[i];
    evaluations += 1;
    double const result = objective(at);
    return std::isfinite(result) ? result : wall;
  }
};

/// NLopt is C: no exception may pass through it.
double evaluate(unsigned, double const* x, double*, void* data) noexcept {
  auto& search = *static_cast<Search*>(data);
  try {
    return search.value(x);
  } catch (...) {
    search.trouble = std::current_exception();
    nlopt_force_stop(search.optimiser);
    return wall;
  }
}

}  // namespace

Minimum minimise(Objective const& objective, std::span<double const> start, std::span<double const> scale,
                 double tolerance) {
  EXPECTS(!start.empty() && start.size() == scale.size() && tolerance > 0);
  for (double const size : scale) EXPECTS(size > 0 && std::isfinite(size));
  Optimiser const optimiser(
      nlopt_create(start.size() > 1 ? NLOPT_LN_BOBYQA : NLOPT_LN_SBPLX, static_cast<unsigned>(start.size())));
  if (!optimiser) throw Failure(Fault::internal, "cannot make a minimiser: NLopt is out of memory");
  Search search{objective, start, scale, optimiser.get()};
  nlopt_set_min_objective(optimiser.get(), evaluate, &search);
  nlopt_set_xtol_abs1(optimiser.get(), tolerance);
  nlopt_set_initial_step1(optimiser.get(), 1);
  nlopt_set_maxeval(optimiser.get(), most_evaluations);
  std::vector<double> x(start.size(), 0);
  double value = 0;
  nlopt_result const outcome = nlopt_optimize(optimiser.get(), x.data(), &value);
  if (search.trouble) std::rethrow_exception(search.trouble);
  Minimum out{{}, value, search.evaluations, outcome > 0 && outcome != NLOPT_MAXEVAL_REACHED};
  // Limited by rounding is as near as can be.
  out.converged = out.converged || outcome == NLOPT_ROUNDOFF_LIMITED;
  for (std::size_t i = 0; i < x.size(); ++i) out.at.push_back(start[i] + x[i] * scale[i]);
  return out;
}

}  // namespace engine

#include "engine/fit/curvature.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/expects.hpp"

namespace engine {

namespace {

constexpr double step_of_error = 0.1;
/// Of those of the second derivatives: a first derivative bears smaller steps, and is then less bent.
constexpr double gradient_step = 0.1;
constexpr double near_enough = 1e-6;
constexpr int most_steps = 30;

/// Lower triangle L with L L^T = matrix.
std::optional<SymmetricMatrix> cholesky(SymmetricMatrix const& matrix) {
  SymmetricMatrix out(matrix.n);
  for (std::size_t i = 0; i < matrix.n; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = matrix.at(i, j);
      for (std::size_t k = 0; k < j; ++k) sum -= out.at(i, k) * out.at(j, k);
      if (i == j && !(sum > 1e-14)) return std::nullopt;
      out.at(i, j) = i == j ? std::sqrt(sum) : sum / out.at(j, j);
    }
  return out;
}

std::vector<double> solved(SymmetricMatrix const& inverse_matrix, std::vector<double> const& right) {
  std::vector<double> out(right.size(), 0);
  for (std::size_t i = 0; i < right.size(); ++i)
    for (std::size_t j = 0; j < right.size(); ++j) out[i] += inverse_matrix.at(i, j) * right[j];
  return out;
}

double product(std::vector<double> const& a, std::vector<double> const& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// Errors with the other parameters fixed, where the second derivative gives one.
std::vector<double> refined(std::vector<double> const& sizes, SymmetricMatrix const& hessian) {
  std::vector<double> out = sizes;
  for (std::size_t i = 0; i < out.size(); ++i) {
    double const found = std::sqrt(2 / hessian.at(i, i));
    if (std::isfinite(found) && found > 0) out[i] = std::clamp(found, out[i] / 100, out[i] * 100);
  }
  return out;
}

/// A full step, or half of it again and again until the objective does not rise.
std::vector<double> stepped(Objective const& objective, Curvature const& here, std::vector<double> const& at,
                            std::vector<double> const& step) {
  std::vector<double> next = at;
  for (double part = 1; part > 1e-4; part /= 2) {
    for (std::size_t i = 0; i < at.size(); ++i) next[i] = at[i] - part * step[i];
    // Near the minimum the change is lost in the rounding of the value.
    if (objective(next) <= here.value + 1e-12 * std::abs(here.value)) return next;
  }
  return at;
}

}  // namespace

std::optional<SymmetricMatrix> inverse(SymmetricMatrix const& matrix) {
  std::size_t const n = matrix.n;
  std::vector<double> scale(n);
  SymmetricMatrix unit(n);
  for (std::size_t i = 0; i < n; ++i) {
    if (!(matrix.at(i, i) > 0) || !std::isfinite(matrix.at(i, i))) return std::nullopt;
    scale[i] = 1 / std::sqrt(matrix.at(i, i));
  }
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) unit.at(i, j) = matrix.at(i, j) * scale[i] * scale[j];
  std::optional<SymmetricMatrix> const lower = cholesky(unit);
  if (!lower) return std::nullopt;
  SymmetricMatrix out(n);
  for (std::size_t column = 0; column < n; ++column) {
    std::vector<double> x(n, 0);
    for (std::size_t i = 0; i < n; ++i) {  // L y = e
      double sum = i == column ? 1 : 0;
      for (std::size_t k = 0; k < i; ++k) sum -= lower->at(i, k) * x[k];
      x[i] = sum / lower->at(i, i);
    }
    for (std::size_t i = n; i-- > 0;) {  // L^T x = y
      double sum = x[i];
      for (std::size_t k = i + 1; k < n; ++k) sum -= lower->at(k, i) * x[k];
      x[i] = sum / lower->at(i, i);
    }
    for (std::size_t i = 0; i < n; ++i) out.at(i, column) = x[i] * scale[i] * scale[column];
  }
  return out;
}

Curvature curvature(Objective const& objective, std::span<double const> at, std::span<double const> steps) {
  EXPECTS(at.size() == steps.size());
  std::size_t const n = at.size();
  std::vector<double> x(at.begin(), at.end());
  auto const moved = [&](std::size_t i, double a, std::size_t j, double b) {
    x[i] += a * steps[i];
    x[j] += b * steps[j];
    double const value = objective(x);
    x.assign(at.begin(), at.end());
    return value;
  };
  Curvature out{objective(x), std::vector<double>(n), SymmetricMatrix(n)};
  for (std::size_t i = 0; i < n; ++i) {
    double const up = moved(i, 1, i, 0), down = moved(i, -1, i, 0), part = gradient_step;
    out.gradient[i] = (moved(i, part, i, 0) - moved(i, -part, i, 0)) / (2 * part * steps[i]);
    out.hessian.at(i, i) = (up - 2 * out.value + down) / (steps[i] * steps[i]);
    for (std::size_t j = 0; j < i; ++j) {
      double const mixed = moved(i, 1, j, 1) - moved(i, 1, j, -1) - moved(i, -1, j, 1) + moved(i, -1, j, -1);
      out.hessian.at(i, j) = out.hessian.at(j, i) = mixed / (4 * steps[i] * steps[j]);
    }
  }
  return out;
}

CurvedMinimum newton_minimum(Objective const& objective, std::span<double const> start,
                             std::span<double const> sizes) {
  CurvedMinimum out{{start.begin(), start.end()}, 0, SymmetricMatrix(start.size())};
  std::vector<double> errors(sizes.begin(), sizes.end());
  bool refined_once = false;
  for (int i = 0; i < most_steps; ++i) {
    std::vector<double> steps = errors;
    for (double& step : steps) step *= step_of_error;
    Curvature const here = curvature(objective, out.at, steps);
    out.value = here.value;
    std::vector<double> const before = std::exchange(errors, refined(errors, here.hessian));
    std::optional<SymmetricMatrix> const inverted = inverse(here.hessian);
    if (!inverted) {
      out.converged = false;
      if (errors == before) return out;
      continue;
    }
    out.covariance = *inverted;
    for (double& element : out.covariance.elements) element *= 2;
    std::vector<double> const step = solved(*inverted, here.gradient);
    out.distance = product(here.gradient, step) / 2;
    // The covariance counts only once its differences were taken over a tenth of the errors found.
    bool settled = refined_once;
    for (std::size_t k = 0; k < errors.size(); ++k)
      settled = settled && std::abs(errors[k] / before[k] - 1) < 0.2;
    refined_once = true;
    out.converged = std::abs(out.distance) < near_enough;
    if (out.converged && settled) return out;
    out.at = stepped(objective, here, out.at, step);
  }
  return out;
}

}  // namespace engine

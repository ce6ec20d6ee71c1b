/// First and second derivatives by differences, and small symmetric matrices.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/fit/minimise.hpp"

namespace engine {

/// A symmetric matrix, row major, n * n.
struct SymmetricMatrix {
  std::size_t n = 0;
  std::vector<double> elements{};
  explicit SymmetricMatrix(std::size_t size) : n(size), elements(size * size, 0) {}
  double& at(std::size_t i, std::size_t j) { return elements[i * n + j]; }
  double at(std::size_t i, std::size_t j) const { return elements[i * n + j]; }
};

/// The inverse by Cholesky's decomposition, of the matrix scaled to a unit diagonal (parameters may differ by
/// many powers of ten); nothing unless it is positive definite.
std::optional<SymmetricMatrix> inverse(SymmetricMatrix const& matrix);

struct Curvature {
  double value = 0;
  std::vector<double> gradient{};
  SymmetricMatrix hessian;
};
/// Central differences with these steps (> 0), of a tenth of them for the first derivatives; errors of order
/// step^2.
Curvature curvature(Objective const& objective, std::span<double const> at, std::span<double const> steps);

/// A minimum of -2 ln(likelihood) with its covariance.
struct CurvedMinimum {
  std::vector<double> at{};
  double value = 0;
  SymmetricMatrix covariance;  ///< twice the inverse of the matrix of second derivatives
  double distance = 0;         ///< estimated height of the point above the true minimum
  bool converged = false;      ///< the covariance is positive definite, and `distance` below 1e-6
};
/// Newton's method from a point near the minimum. `sizes`: first guess of the parameters' errors, from which
/// the steps of the differences are found and refined (a tenth of the error with the other parameters fixed).
CurvedMinimum newton_minimum(Objective const& objective, std::span<double const> start,
                             std::span<double const> sizes);

}  // namespace engine

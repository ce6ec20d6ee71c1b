/// Statistics for tests with fixed seeds: how far a sample is from what it should follow.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace test_support {

/// Largest distance between the empirical distribution of the values and `cumulative`.
double kolmogorov_smirnov(std::vector<double> values, std::function<double(double)> const& cumulative);
/// Exceeded by chance once in a million samples (asymptotic formula, 2 exp(-2 x^2)).
double ks_limit(std::size_t n);

/// The value below which a share of the sample lies.
double quantile(std::vector<double> values, double share);

}  // namespace test_support

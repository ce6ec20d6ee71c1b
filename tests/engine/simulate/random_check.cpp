#include "tests/engine/simulate/random_check.hpp"

#include <algorithm>
#include <cmath>

namespace test_support {

double kolmogorov_smirnov(std::vector<double> values, std::function<double(double)> const& cumulative) {
  std::sort(values.begin(), values.end());
  double const n = static_cast<double>(values.size());
  double largest = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    double const expected = cumulative(values[i]), rank = static_cast<double>(i);
    largest = std::max({largest, std::abs(expected - rank / n), std::abs(expected - (rank + 1) / n)});
  }
  return largest;
}

double ks_limit(std::size_t n) { return std::sqrt(std::log(2e6) / 2 / static_cast<double>(n)); }

double quantile(std::vector<double> values, double share) {
  auto const nth = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size()));
  std::nth_element(values.begin(), nth, values.end());
  return *nth;
}

}  // namespace test_support

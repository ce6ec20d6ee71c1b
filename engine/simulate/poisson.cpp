#include "engine/simulate/poisson.hpp"

#include <cmath>
#include <numbers>

#include "engine/base/expects.hpp"

namespace engine {

double portable_log(double x) {
  EXPECTS(x > 0 && std::isfinite(x));
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent);
  if (mantissa < std::numbers::sqrt2 / 2) {
    mantissa *= 2;
    exponent -= 1;
  }
  // log m = 2 artanh s with |s| < 0.172: eleven terms leave less than 2^-60.
  double const s = (mantissa - 1) / (mantissa + 1), s2 = s * s;
  double series = 0;
  for (int k = 10; k >= 1; --k) series = (series + 1.0 / (2 * k + 1)) * s2;
  return exponent * std::numbers::ln2 + (2 * s + 2 * s * series);
}

namespace {

constexpr std::uint8_t counting_block = 255;

double log_factorial(double k) {
  if (k < 16) {
    double product = 1;
    for (double factor = 2; factor <= k; ++factor) product *= factor;
    return portable_log(product);
  }
  // Stirling's series (Abramowitz & Stegun 6.1.41) for the gamma function at k + 1.
  double const x = k + 1, x2 = x * x, half_log_two_pi = 0.91893853320467274178;
  return (x - 0.5) * portable_log(x) - x + half_log_two_pi +
         (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / x2) / x2) / x;
}

std::uint64_t count_arrivals(double mean, RandomStream const& stream) {
  double waited = 0;
  for (std::uint32_t arrivals = 0;; ++arrivals) {
    waited -= portable_log(stream.block(arrivals, counting_block).fine(0));
    if (waited > mean) return arrivals;
  }
}

std::uint64_t transformed_rejection(double mean, RandomStream const& stream) {
  double const b = 0.931 + 2.53 * std::sqrt(mean);
  double const a = -0.059 + 0.02483 * b;
  double const inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
  double const safe_v = 0.9277 - 3.6224 / (b - 2);
  double const log_mean = portable_log(mean);
  for (std::uint32_t attempt = 0;; ++attempt) {
    RandomBlock const random = stream.block(attempt, counting_block);
    double const u = random.fine(0) - 0.5, v = random.fine(1);
    double const distance = 0.5 - std::abs(u);
    double const k = std::floor((2 * a / distance + b) * u + mean + 0.43);
    if (distance >= 0.07 && v <= safe_v) return static_cast<std::uint64_t>(k);
    if (k < 0 || (distance < 0.013 && v > distance)) continue;
    double const left = portable_log(v * inverse_alpha / (a / (distance * distance) + b));
    if (left <= k * log_mean - mean - log_factorial(k)) return static_cast<std::uint64_t>(k);
  }
}

}  // namespace

std::uint64_t poisson(double mean, RandomStream const& stream) {
  EXPECTS(mean >= 0 && mean < 1e12);
  return mean < 10 ? count_arrivals(mean, stream) : transformed_rejection(mean, stream);
}

}  // namespace engine

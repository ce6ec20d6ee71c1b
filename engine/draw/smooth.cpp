#include "engine/draw/smooth.hpp"

#include <cmath>
#include <limits>

#include "engine/base/expects.hpp"

namespace engine {

namespace {

/// Weights at -reach ... +reach pixels; their sum is 1.
std::vector<double> gaussian(double sigma, std::size_t reach) {
  std::vector<double> weights(2 * reach + 1);
  double sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    double const distance = static_cast<double>(i) - static_cast<double>(reach);
    weights[i] = std::exp(-0.5 * distance * distance / (sigma * sigma));
    sum += weights[i];
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

/// The pixel that stands at `i - reach` when the row is continued by its mirror images: d c b a|a b c d|d c b
/// a
std::size_t mirrored(std::size_t i, std::size_t reach, std::size_t n) {
  std::size_t const period = 2 * n;
  std::size_t const place = (i + period * (reach / period + 1) - reach) % period;
  return place < n ? place : period - 1 - place;
}

/// Convolves each of `lines` lines of `n` pixels, `step` apart within a line and `next` apart between lines.
void convolve(std::vector<double>& values, std::size_t n, std::size_t step, std::size_t lines,
              std::size_t next, std::vector<double> const& weights) {
  std::size_t const reach = weights.size() / 2;
  std::vector<double> padded(n + 2 * reach);
  for (std::size_t line = 0; line < lines; ++line) {
    double* const first = values.data() + line * next;
    for (std::size_t i = 0; i < padded.size(); ++i) padded[i] = first[mirrored(i, reach, n) * step];
    for (std::size_t i = 0; i < n; ++i) {
      double sum = 0;
      for (std::size_t k = 0; k < weights.size(); ++k) sum += weights[k] * padded[i + k];
      first[i * step] = sum;
    }
  }
}

}  // namespace

std::vector<double> smooth(std::span<double const> values, std::size_t nx, std::size_t ny,
                           double sigma_pixels) {
  EXPECTS(values.size() == nx * ny && sigma_pixels >= 0 && std::isfinite(sigma_pixels));
  std::vector<double> out(values.begin(), values.end());
  std::size_t const reach = static_cast<std::size_t>(4 * sigma_pixels + 0.5);
  if (reach == 0 || out.empty()) return out;
  for (double& value : out)
    if (std::isnan(value)) value = 0;
  std::vector<double> const weights = gaussian(sigma_pixels, reach);
  convolve(out, ny, nx, nx, 1, weights);
  convolve(out, nx, 1, ny, nx, weights);
  for (std::size_t i = 0; i < out.size(); ++i)
    if (std::isnan(values[i])) out[i] = std::numeric_limits<double>::quiet_NaN();
  return out;
}

}  // namespace engine

#include "engine/draw/colour_scale.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/failure.hpp"
#include "engine/draw/ticks.hpp"

namespace engine {

namespace {

/// Of the values that can be shown; max < min if there is none.
ValueRange range_of(std::span<double const> values, Stretch stretch) {
  double const infinity = std::numeric_limits<double>::infinity();
  ValueRange out{infinity, -infinity};
  for (double const value : values) {
    if (!std::isfinite(value) || (stretch == Stretch::logarithmic && value <= 0)) continue;
    out.min = std::min(out.min, value);
    out.max = std::max(out.max, value);
  }
  return out;
}

ValueRange default_range(std::span<double const> values, Stretch stretch) {
  ValueRange out = range_of(values, stretch);
  if (out.max < out.min) out = stretch == Stretch::logarithmic ? ValueRange{1, 10} : ValueRange{0, 1};
  if (stretch == Stretch::logarithmic) return out.min < out.max ? out : ValueRange{out.max / 10, out.max};
  out.min = std::min(0.0, out.min);
  return out.min < out.max ? out : ValueRange{out.min, out.min + 1};
}

}  // namespace

ColourScale::ColourScale(Stretch stretch, std::optional<ValueRange> range, std::span<double const> values)
    : stretch_(stretch),
      range_(range ? *range : default_range(values, stretch)),
      whole_(std::all_of(values.begin(), values.end(),
                         [](double v) { return std::isnan(v) || v == std::floor(v); })) {
  bool const finite = std::isfinite(range_.min) && std::isfinite(range_.max);
  if (!finite || !(range_.min < range_.max))
    throw Failure(Fault::bad_request, "colour scale: need a smallest value below the largest");
  if (stretch == Stretch::logarithmic && !(range_.min > 0))
    throw Failure(Fault::bad_request, "colour scale: a logarithmic scale must begin above zero");
}

double ColourScale::position(double value) const {
  switch (stretch_) {
    case Stretch::linear: return (value - range_.min) / (range_.max - range_.min);
    case Stretch::square_root: {
      double const t = (value - range_.min) / (range_.max - range_.min);
      return t < 0 ? t : std::sqrt(t);
    }
    case Stretch::logarithmic:
      if (value <= 0) return 0;
      return std::log(value / range_.min) / std::log(range_.max / range_.min);
  }
  return 0;
}

std::vector<double> ColourScale::ticks(double least_distance) const {
  double const width = range_.max - range_.min;
  if (stretch_ == Stretch::linear) {
    int const parts = std::clamp(static_cast<int>(1 / least_distance), 1, 6);
    double const step = round_step(width, parts);
    return multiples(whole_ ? std::max(1.0, step) : step, range_.min, range_.max);
  }
  // Candidates by their roundness: decades first, then halves and doubles; each stays if there is room.
  std::vector<double> candidates;
  if (range_.min <= 0) candidates.push_back(0);
  double const highest = std::floor(std::log10(std::max(std::abs(range_.min), std::abs(range_.max))));
  double const lowest = stretch_ == Stretch::logarithmic ? std::floor(std::log10(range_.min)) : highest - 3;
  for (double const factor : {1.0, 2.0, 5.0})
    for (double power = highest; power >= lowest; --power)
      for (double const sign : {1.0, -1.0}) candidates.push_back(sign * factor * std::pow(10.0, power));
  std::vector<double> kept;
  for (double const value : candidates) {
    if (value < range_.min || value > range_.max || (whole_ && value != std::floor(value))) continue;
    bool const free = std::none_of(kept.begin(), kept.end(), [&](double other) {
      return std::abs(position(value) - position(other)) < least_distance;
    });
    if (free) kept.push_back(value);
  }
  std::sort(kept.begin(), kept.end());
  return kept;
}

}  // namespace engine

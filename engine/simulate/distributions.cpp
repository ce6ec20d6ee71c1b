#include "engine/simulate/distributions.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/expects.hpp"

namespace engine {

EnergyDistribution::EnergyDistribution(std::vector<double> nodes, std::vector<double> values) {
  EXPECTS(nodes.size() >= 2 && nodes.size() == values.size());
  cumulative_.push_back(0);
  for (std::size_t i = 0; i + 1 < nodes.size(); ++i) {
    EXPECTS(0 < nodes[i] && nodes[i] < nodes[i + 1] && values[i] >= 0 && std::isfinite(values[i]));
    Segment s{nodes[i], nodes[i + 1], std::log(nodes[i + 1] / nodes[i]), values[i], values[i + 1], 0, 0, 0};
    if (is_power_law(s)) {
      s.exponent = std::log(s.stop_value / s.start_value) + s.ln_width;
      s.growth = std::expm1(s.exponent);
      double const stretch = is_flat(s) ? 1 : s.growth / s.exponent;
      s.integral = s.start_value * s.start * s.ln_width * stretch;
    } else {
      s.integral = (s.start_value + s.stop_value) / 2 * (s.stop - s.start);
    }
    segments_.push_back(s);
    cumulative_.push_back(cumulative_.back() + s.integral);
  }
}

EnergyDistribution::Draw EnergyDistribution::draw(double u) const {
  EXPECTS(integral() > 0);
  // Below the end even where the product rounds up, so that some segment with a share contains it.
  double const wanted = std::min(u * integral(), std::nextafter(integral(), 0.0));
  auto const above = std::upper_bound(cumulative_.begin() + 1, cumulative_.end(), wanted);
  auto const number = static_cast<std::size_t>(above - cumulative_.begin()) - 1;
  Segment const& s = segments_[number];
  double const part = std::min((wanted - cumulative_[number]) / s.integral, 1.0);
  if (is_power_law(s)) {
    double const share = is_flat(s) ? part : std::log1p(part * s.growth) / s.exponent;
    return {s.start * std::exp(share * s.ln_width), number, share};
  }
  double const along = s.start_value > 0 ? 1 - std::sqrt(1 - part) : std::sqrt(part);
  double const energy = s.start + along * (s.stop - s.start);
  return {energy, number, std::log(energy / s.start) / s.ln_width};
}

HistogramRows::HistogramRows(std::size_t bins, std::vector<double> const& weights) : bins_(bins) {
  EXPECTS(bins > 0 && weights.size() % bins == 0);
  for (std::size_t first = 0; first < weights.size(); first += bins) {
    double sum = 0;
    for (std::size_t i = 0; i < bins; ++i) {
      EXPECTS(weights[first + i] >= 0 && std::isfinite(weights[first + i]));
      sum += weights[first + i];
    }
    double so_far = 0;
    cumulative_.push_back(0);
    for (std::size_t i = 0; i < bins; ++i) {
      so_far += weights[first + i];
      cumulative_.push_back(sum > 0 ? so_far / sum : 0);
    }
    empty_.push_back(sum > 0 ? 0 : 1);
  }
}

HistogramRows::Draw HistogramRows::draw(std::size_t row, double u) const {
  EXPECTS(!empty(row) && 0 < u && u < 1);
  double const* const start = cumulative_.data() + row * (bins_ + 1);
  // The first bin that ends above u has a width: u lies inside it.
  double const* const end = std::upper_bound(start + 1, start + bins_ + 1, u);
  return {static_cast<std::size_t>(end - start) - 1, (u - end[-1]) / (end[0] - end[-1])};
}

}  // namespace engine

#include "engine/responses/grid_axis.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/expects.hpp"
#include "engine/kernels/log_exp.hpp"

namespace engine {

namespace {

double to_scale(double value, AxisScale scale) {
  return scale == AxisScale::logarithmic ? logarithm(value) : value;
}
double from_scale(double scaled, AxisScale scale) {
  return scale == AxisScale::logarithmic ? exponential(scaled) : scaled;
}

bool increases(std::vector<double> const& values) {
  auto const no_step = [](double a, double b) { return !(a < b); };  // nor for NaN
  return std::adjacent_find(values.begin(), values.end(), no_step) == values.end();
}

double mean_of(double a, double b, AxisScale scale) {
  return scale == AxisScale::logarithmic ? std::sqrt(a) * std::sqrt(b) : a + (b - a) / 2;
}

/// Half a step around each node; a single one has no width.
std::vector<double> edges_around(std::vector<double> const& nodes, AxisScale scale) {
  std::size_t const n = nodes.size();
  if (n == 1) return {nodes[0], nodes[0]};
  auto const beyond = [&](double outer, double next) {
    double const o = to_scale(outer, scale);
    return from_scale(o + (o - to_scale(next, scale)) / 2, scale);
  };
  std::vector<double> edges{beyond(nodes[0], nodes[1])};
  for (std::size_t i = 1; i < n; ++i) edges.push_back(mean_of(nodes[i - 1], nodes[i], scale));
  edges.push_back(beyond(nodes[n - 1], nodes[n - 2]));
  return edges;
}

}  // namespace

GridAxis GridAxis::of_bins(std::vector<double> edges, AxisScale scale) {
  EXPECTS(edges.size() >= 2 && increases(edges));
  std::vector<double> centres;
  for (std::size_t i = 0; i + 1 < edges.size(); ++i)
    centres.push_back(mean_of(edges[i], edges[i + 1], scale));
  return {std::move(edges), std::move(centres), scale};
}

GridAxis GridAxis::of_nodes(std::vector<double> nodes, AxisScale scale) {
  EXPECTS(!nodes.empty() && increases(nodes));
  std::vector<double> edges = edges_around(nodes, scale);
  return {std::move(edges), std::move(nodes), scale};
}

GridAxis GridAxis::of_one(double point, double min, double max, AxisScale scale) {
  EXPECTS(min <= point && point <= max);
  return {{min, max}, {point}, scale};
}

GridAxis::GridAxis(std::vector<double> edges, std::vector<double> centres, AxisScale scale)
    : edges_(std::move(edges)), centres_(std::move(centres)), scale_(scale) {
  EXPECTS(std::isfinite(edges_.front()) && std::isfinite(edges_.back()));
  EXPECTS(scale == AxisScale::linear || edges_.front() > 0);
  for (double const centre : centres_) points_.push_back(to_scale(centre, scale));
  EXPECTS(increases(points_));
  for (std::size_t i = 0; i + 1 < points_.size(); ++i)
    inverse_steps_.push_back(1 / (points_[i + 1] - points_[i]));
  if (points_.size() > 1)
    points_per_unit_ = static_cast<double>(points_.size() - 1) / (points_.back() - points_.front());
}

GridPosition GridAxis::locate(double value) const { return locate_scaled(value, to_scale(value, scale_)); }

GridPosition GridAxis::locate_scaled(double value, double scaled) const {
  GridPosition at;
  at.inside = value >= edges_.front() && value <= edges_.back();
  if (!at.inside || points_.size() == 1) return at;
  // Most tables have points at equal distances: the guess is right or next to it.
  double const guess = (scaled - points_.front()) * points_per_unit_;
  std::size_t const last = points_.size() - 2;
  std::size_t i = guess <= 0 ? 0 : std::min(static_cast<std::size_t>(guess), last);
  while (i < last && scaled >= points_[i + 1]) ++i;
  while (i > 0 && scaled < points_[i]) --i;
  at.below = static_cast<std::uint32_t>(i);
  at.above = at.below + 1;
  at.share = (scaled - points_[i]) * inverse_steps_[i];
  return at;
}

void GridPositions::assign(GridAxis const& axis, std::span<double const> values) {
  std::size_t const n = values.size();
  below.resize(n);
  share.resize(n);
  inside.resize(n);
  step = axis.size() > 1 ? 1 : 0;
  for (std::size_t i = 0; i < n; ++i) {
    GridPosition const at = axis.locate(values[i]);
    below[i] = at.below;
    share[i] = at.share;
    inside[i] = at.inside ? 1 : 0;
  }
}

}  // namespace engine

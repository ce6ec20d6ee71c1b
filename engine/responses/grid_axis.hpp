/// An axis of a response table, and where values lie between the points the table has numbers for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace engine {

/// In which scale an interpolation along the axis is straight: energies in ln E, all else as it stands.
enum class AxisScale { linear, logarithmic };

/// Between which points a value lies. `share` of the point above is in [0, 1] between points, and outside of
/// it in the outer halves of the first and the last bin, where the line through the outer points goes on.
struct GridPosition {
  std::uint32_t below = 0, above = 0;
  double share = 0;
  bool inside = false;  ///< of the table, ends included; NaN is not
};

/// Strictly increasing; a logarithmic axis is positive. Values belong to the centres of bins (their means in
/// the scale of the axis) or to nodes. The table ends with its outer edges; with nodes, half a step behind
/// the outer ones. All this is as gammapy 1.0 has it (gammapy.maps.MapAxis).
class GridAxis {
 public:
  static GridAxis of_bins(std::vector<double> edges, AxisScale scale);  ///< n + 1 edges of n bins
  static GridAxis of_nodes(std::vector<double> nodes, AxisScale scale);
  static GridAxis of_one(double point, double min, double max, AxisScale scale);  ///< the same everywhere

  std::size_t size() const { return centres_.size(); }
  AxisScale scale() const { return scale_; }
  std::vector<double> const& centres() const { return centres_; }
  std::vector<double> const& edges() const { return edges_; }
  double min() const { return edges_.front(); }
  double max() const { return edges_.back(); }

  /// An axis of one point has one value everywhere inside.
  GridPosition locate(double value) const;
  /// The same for a value known in the scale of the axis: `scaled` is ln `value`, or `value`.
  GridPosition locate_scaled(double value, double scaled) const;
  friend bool operator==(GridAxis const&, GridAxis const&) = default;

 private:
  GridAxis(std::vector<double> edges, std::vector<double> centres, AxisScale scale);
  std::vector<double> edges_, centres_;
  AxisScale scale_;
  std::vector<double> points_;         ///< centres in the scale of the axis
  std::vector<double> inverse_steps_;  ///< 1 / distance of a point to the next
  double points_per_unit_ = 0;         ///< on average: where to start looking
};

/// Many values on one axis, located once for all tables and positions that share it.
struct GridPositions {
  std::vector<std::uint32_t> below;
  std::vector<double> share;
  std::vector<std::uint8_t> inside;
  std::size_t step = 0;  ///< from the point below to the one above; 0 on an axis of one point

  GridPositions() = default;
  GridPositions(GridAxis const& axis, std::span<double const> values) { assign(axis, values); }
  void assign(GridAxis const& axis, std::span<double const> values);  ///< reuses the memory
  std::size_t size() const { return below.size(); }
  GridPosition at(std::size_t i) const {
    return {below[i], below[i] + static_cast<std::uint32_t>(step), share[i], inside[i] != 0};
  }
};

}  // namespace engine

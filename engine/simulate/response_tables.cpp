#include "engine/simulate/response_tables.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/base/expects.hpp"

namespace engine {

TableAxis axis_of_edges(std::vector<double> const& edges) {
  EXPECTS(edges.size() >= 2);
  return {{edges.begin(), edges.end() - 1}, {edges.begin() + 1, edges.end()}};
}

TableAxis axis_of_nodes(std::vector<double> const& nodes) { return {nodes, nodes}; }

std::vector<double> logarithmic_edges(double min, double max, int bins) {
  std::vector<double> edges;
  for (int i = 0; i <= bins; ++i) edges.push_back(min * std::pow(max / min, double(i) / bins));
  return edges;
}

std::vector<double> linear_edges(double min, double max, int bins) {
  std::vector<double> edges;
  for (int i = 0; i <= bins; ++i) edges.push_back(min + (max - min) * i / bins);
  return edges;
}

std::vector<double> geometric_centres(TableAxis const& axis) {
  std::vector<double> out;
  for (std::size_t i = 0; i < axis.size(); ++i) out.push_back(std::sqrt(axis.lo[i] * axis.hi[i]));
  return out;
}

std::vector<double> arithmetic_centres(TableAxis const& axis) {
  std::vector<double> out;
  for (std::size_t i = 0; i < axis.size(); ++i) out.push_back((axis.lo[i] + axis.hi[i]) / 2);
  return out;
}

TablePosition table_position(std::vector<double> const& increasing, double value) {
  auto const above = std::upper_bound(increasing.begin(), increasing.end(), value);
  if (above == increasing.begin()) return {0, 0, 0};
  auto const i = static_cast<std::size_t>(above - increasing.begin()) - 1;
  if (above == increasing.end()) return {i, i, 0};
  return {i, i + 1, (value - increasing[i]) / (increasing[i + 1] - increasing[i])};
}

double ring_sr(double inner_rad, double outer_rad) {
  double const inner = std::sin(inner_rad / 2), outer = std::sin(outer_rad / 2);
  return 4 * std::numbers::pi * (outer * outer - inner * inner);
}

EffectiveArea::EffectiveArea(EffectiveAreaTable const& table)
    : centres_tev_(geometric_centres(table.energy_tev)),
      offsets_rad_(arithmetic_centres(table.offset_rad)),
      area_m2_(table.area_m2),
      energies_{tev(table.energy_tev.lo.front()), tev(table.energy_tev.hi.back())} {
  EXPECTS(area_m2_.size() == centres_tev_.size() * offsets_rad_.size());
  for (double e : centres_tev_) ln_centres_.push_back(std::log(e));
}

double EffectiveArea::at_offset(TablePosition const& energy, std::size_t offset) const {
  double const* const row = area_m2_.data() + offset * centres_tev_.size();
  return row[energy.below] + energy.share_above * (row[energy.above] - row[energy.below]);
}

double EffectiveArea::m2(double energy_tev, double offset_rad) const {
  if (energy_tev < in_tev(energies_.min) || energy_tev >= in_tev(energies_.max)) return 0;
  TablePosition const energy = table_position(ln_centres_, std::log(energy_tev));
  TablePosition const offset = table_position(offsets_rad_, offset_rad);
  double const below = at_offset(energy, offset.below);
  return below + offset.share_above * (at_offset(energy, offset.above) - below);
}

double EffectiveArea::largest_m2(double energy_tev, double min_offset_rad, double max_offset_rad) const {
  double largest = std::max(m2(energy_tev, min_offset_rad), m2(energy_tev, max_offset_rad));
  for (double node : offsets_rad_)
    if (node > min_offset_rad && node < max_offset_rad) largest = std::max(largest, m2(energy_tev, node));
  return largest;
}

}  // namespace engine

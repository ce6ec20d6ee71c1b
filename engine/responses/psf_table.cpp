#include "engine/responses/psf_table.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include "engine/base/expects.hpp"
#include "engine/responses/interpolate.hpp"

namespace engine {

namespace {

/// Numbers along the radius at one offset and energy, between the four lines of the table around them.
class RadiusLine {
 public:
  RadiusLine(std::vector<double> const& table, std::size_t energies, std::size_t length,
             GridPosition const& offset, GridPosition const& energy)
      : offset_share_(offset.share), energy_share_(energy.share) {
    auto const line = [&](std::size_t o, std::size_t e) {
      return table.data() + (o * energies + e) * length;
    };
    nb_ = line(offset.below, energy.below);
    na_ = line(offset.below, energy.above);
    fb_ = line(offset.above, energy.below);
    fa_ = line(offset.above, energy.above);
  }
  double operator[](std::size_t i) const {
    return between(between(nb_[i], fb_[i], offset_share_), between(na_[i], fa_[i], offset_share_),
                   energy_share_);
  }

 private:
  double const *nb_, *na_, *fb_, *fa_;
  double offset_share_, energy_share_;
};

}  // namespace

PsfTable::PsfTable(GridAxis energy_tev, GridAxis offset_rad, GridAxis radius_rad,
                   std::vector<double> density_per_sr)
    : energy_(std::move(energy_tev)),
      offset_(std::move(offset_rad)),
      radius_(std::move(radius_rad)),
      density_(std::move(density_per_sr)) {
  std::size_t const rings = radius_.size(), lines = energy_.size() * offset_.size();
  EXPECTS(density_.size() == lines * rings);
  // Nodes have edges half a step around them, and the first node may be 0.
  for (double const edge : radius_.edges()) edge_areas_.push_back(edge > 0 ? edge * edge : 0.0);
  contained_.reserve(lines * (rings + 1));
  for (std::size_t line = 0; line < lines; ++line) {
    double sum = 0;
    contained_.push_back(0);
    for (std::size_t r = 0; r < rings; ++r) {
      sum += density_[line * rings + r] * (std::numbers::pi * (edge_areas_[r + 1] - edge_areas_[r]));
      contained_.push_back(sum);
    }
  }
}

void PsfTable::profile(Angle offset, GridPosition const& energy, std::span<double const> radius_rad,
                       std::span<double> per_sr) const {
  EXPECTS(radius_rad.size() == per_sr.size());
  GridPosition const o = offset_.locate(in_radians(offset));
  if (!o.inside || !energy.inside) return std::fill(per_sr.begin(), per_sr.end(), 0.0);
  RadiusLine const density(density_, energy_.size(), radius_.size(), o, energy);
  for (std::size_t i = 0; i < per_sr.size(); ++i) {
    GridPosition const r = radius_.locate(radius_rad[i]);
    double const value = r.inside ? between(density[r.below], density[r.above], r.share) : 0.0;
    per_sr[i] = value > 0 ? value : 0.0;
  }
}

void PsfTable::containment(Angle offset, GridPositions const& energies, std::span<double const> radius_rad,
                           std::span<double> fraction) const {
  EXPECTS(radius_rad.size() == energies.size() && fraction.size() == energies.size());
  GridPosition const o = offset_.locate(in_radians(offset));
  for (std::size_t i = 0; i < fraction.size(); ++i) {
    fraction[i] = 0;
    double const r = radius_rad[i];
    if (!o.inside || energies.inside[i] == 0 || !(r > 0)) continue;
    RadiusLine const contained(contained_, energy_.size(), radius_.size() + 1, o, energies.at(i));
    double const area = r * r;
    auto const above = std::upper_bound(edge_areas_.begin(), edge_areas_.end(), area);
    std::size_t const edge = static_cast<std::size_t>(above - edge_areas_.begin());
    double value = 0;
    if (edge == edge_areas_.size())
      value = contained[edge - 1];
    else if (edge > 0)
      value = between(contained[edge - 1], contained[edge],
                      (area - edge_areas_[edge - 1]) / (edge_areas_[edge] - edge_areas_[edge - 1]));
    fraction[i] = value > 0 ? value : 0.0;
  }
}

void PsfTable::containment_radius(Angle offset, GridPositions const& energies, double fraction,
                                  std::span<double> radius_rad) const {
  EXPECTS(radius_rad.size() == energies.size());
  GridPosition const o = offset_.locate(in_radians(offset));
  for (std::size_t i = 0; i < radius_rad.size(); ++i) {
    radius_rad[i] = std::numeric_limits<double>::quiet_NaN();
    if (!o.inside || energies.inside[i] == 0) continue;
    RadiusLine const contained(contained_, energy_.size(), radius_.size() + 1, o, energies.at(i));
    // From the inside: a table with negative cells may cross a fraction more than once.
    double below = 0;
    for (std::size_t edge = 1; edge < edge_areas_.size(); ++edge) {
      double const above = contained[edge];
      if (above >= fraction && above > below) {
        double const share = (fraction - below) / (above - below);
        radius_rad[i] = std::sqrt(between(edge_areas_[edge - 1], edge_areas_[edge], share));
        break;
      }
      below = above;
    }
  }
}

}  // namespace engine

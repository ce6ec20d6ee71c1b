#include "engine/responses/psf_king.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include "engine/base/expects.hpp"
#include "engine/kernels/log_exp.hpp"
#include "engine/responses/interpolate.hpp"
#include "engine/responses/psf_parameters.hpp"

namespace engine {

namespace {

/// base^exponent for a base above 0.
double power(double base, double exponent) { return exponential(exponent * logarithm(base)); }

}  // namespace

PsfKing::PsfKing(GridAxis energy_tev, GridAxis offset_rad, std::vector<double> sigma_rad,
                 std::vector<double> gamma)
    : energy_(std::move(energy_tev)),
      offset_(std::move(offset_rad)),
      sigma_rad_(std::move(sigma_rad)),
      gamma_(std::move(gamma)) {
  std::size_t const cells = energy_.size() * offset_.size();
  EXPECTS(sigma_rad_.size() == cells && gamma_.size() == cells);
  std::vector<std::uint8_t> valid(cells);
  for (std::size_t cell = 0; cell < cells; ++cell)
    valid[cell] = sigma_rad_[cell] > 0 && gamma_[cell] > 1 ? 1 : 0;
  cells_without_ = static_cast<std::size_t>(std::count(valid.begin(), valid.end(), 0));
  std::vector<std::size_t> const from = nearest_valid(valid, energy_.size());
  std::vector<double> const sigma = sigma_rad_, shape = gamma_;
  for (std::size_t cell = 0; cell < cells; ++cell) {
    sigma_rad_[cell] = sigma[from[cell]];
    gamma_[cell] = shape[from[cell]];
  }
}

PsfKing::Profile PsfKing::at(GridPosition const& offset, GridPosition const& energy) const {
  if (!offset.inside || !energy.inside) return {};
  auto const parameter = [&](std::vector<double> const& column) {
    OffsetRow const row(column, energy_.size(), offset);
    return between(row.at(energy.below), row.at(energy.above), energy.share);
  };
  double const sigma = parameter(sigma_rad_), gamma = parameter(gamma_);
  if (!(sigma > 0 && gamma > 1)) return {};
  return {gamma, 2 * gamma * sigma * sigma};
}

void PsfKing::profile(Angle offset, GridPosition const& energy, std::span<double const> radius_rad,
                      std::span<double> per_sr) const {
  EXPECTS(radius_rad.size() == per_sr.size());
  Profile const king = at(offset_.locate(in_radians(offset)), energy);
  if (king.scale == 0) return std::fill(per_sr.begin(), per_sr.end(), 0.0);
  double const peak = (king.gamma - 1) / (std::numbers::pi * king.scale);
  for (std::size_t i = 0; i < per_sr.size(); ++i)
    per_sr[i] = peak * power(1 + radius_rad[i] * radius_rad[i] / king.scale, -king.gamma);
}

void PsfKing::containment(Angle offset, GridPositions const& energies, std::span<double const> radius_rad,
                          std::span<double> fraction) const {
  EXPECTS(radius_rad.size() == energies.size() && fraction.size() == energies.size());
  GridPosition const o = offset_.locate(in_radians(offset));
  for (std::size_t i = 0; i < fraction.size(); ++i) {
    Profile const king = at(o, energies.at(i));
    double const r = radius_rad[i];
    fraction[i] = king.scale > 0 && r > 0 ? 1 - power(1 + r * r / king.scale, 1 - king.gamma) : 0.0;
  }
}

void PsfKing::containment_radius(Angle offset, GridPositions const& energies, double fraction,
                                 std::span<double> radius_rad) const {
  EXPECTS(radius_rad.size() == energies.size());
  GridPosition const o = offset_.locate(in_radians(offset));
  for (std::size_t i = 0; i < radius_rad.size(); ++i) {
    Profile const king = at(o, energies.at(i));
    radius_rad[i] = king.scale > 0 ? std::sqrt(king.scale * (power(1 - fraction, 1 / (1 - king.gamma)) - 1))
                                   : std::numeric_limits<double>::quiet_NaN();
  }
}

}  // namespace engine

#include "engine/responses/psf_gauss.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include "engine/base/expects.hpp"
#include "engine/kernels/log_exp.hpp"
#include "engine/kernels/root.hpp"
#include "engine/responses/interpolate.hpp"
#include "engine/responses/psf_parameters.hpp"

namespace engine {

namespace {

std::vector<double> picked(std::vector<double> const& column, std::vector<std::size_t> const& from) {
  std::vector<double> out;
  out.reserve(from.size());
  for (std::size_t const cell : from) out.push_back(column[cell]);
  return out;
}

/// A component that is absent from a cell: amplitude 0, and the width of the nearest cell that has it.
void mend_component(std::vector<double>& sigma, std::vector<double>& amplitude, std::size_t energies) {
  std::vector<std::uint8_t> there(sigma.size());
  for (std::size_t cell = 0; cell < there.size(); ++cell) {
    there[cell] = sigma[cell] > 0 && amplitude[cell] != 0 ? 1 : 0;
    if (there[cell] == 0) amplitude[cell] = 0;
  }
  sigma = picked(sigma, nearest_valid(there, energies));
}

}  // namespace

PsfGauss::PsfGauss(GridAxis energy_tev, GridAxis offset_rad, GaussColumns columns)
    : energy_(std::move(energy_tev)), offset_(std::move(offset_rad)), columns_(std::move(columns)) {
  std::size_t const cells = energy_.size() * offset_.size();
  EXPECTS(columns_.scale.size() == cells);
  for (auto const& sigma : columns_.sigma_rad) EXPECTS(sigma.size() == cells);
  for (auto const& amplitude : columns_.amplitude) EXPECTS(amplitude.size() == cells);

  std::vector<std::uint8_t> valid(cells);
  for (std::size_t cell = 0; cell < cells; ++cell)
    valid[cell] = columns_.scale[cell] > 0 && columns_.sigma_rad[0][cell] > 0 ? 1 : 0;
  cells_without_ = static_cast<std::size_t>(std::count(valid.begin(), valid.end(), 0));
  std::vector<std::size_t> const from = nearest_valid(valid, energy_.size());
  columns_.scale = picked(columns_.scale, from);
  for (auto& sigma : columns_.sigma_rad) sigma = picked(sigma, from);
  for (auto& amplitude : columns_.amplitude) amplitude = picked(amplitude, from);
  for (std::size_t k = 0; k < 2; ++k)
    mend_component(columns_.sigma_rad[k + 1], columns_.amplitude[k], energy_.size());
}

PsfGauss::Mixture PsfGauss::mixture(GridPosition const& offset, GridPosition const& energy) const {
  Mixture out;
  if (!offset.inside || !energy.inside) return out;
  auto const parameter = [&](std::vector<double> const& column) {
    OffsetRow const row(column, energy_.size(), offset);
    return between(row.at(energy.below), row.at(energy.above), energy.share);
  };
  if (!(parameter(columns_.scale) > 0)) return out;
  double sum = 0;
  std::array<double, 3> weight{};
  for (std::size_t k = 0; k < 3; ++k) {
    double const sigma = std::max(parameter(columns_.sigma_rad[k]), 0.0);
    double const amplitude = k == 0 ? 1.0 : parameter(columns_.amplitude[k - 1]);
    out.variance[k] = sigma * sigma;
    weight[k] = amplitude * out.variance[k];
    sum += weight[k];
  }
  if (!(sum > 0)) return out;
  for (std::size_t k = 0; k < 3; ++k) out.weight[k] = weight[k] / sum;
  return out;
}

double PsfGauss::Mixture::contained(double radius_rad) const {
  double sum = 0;
  for (std::size_t k = 0; k < 3; ++k)
    if (weight[k] != 0) sum += weight[k] * (1 - exponential(-0.5 * radius_rad * radius_rad / variance[k]));
  return sum;
}

double PsfGauss::Mixture::density(double radius_rad) const {
  double sum = 0;
  for (std::size_t k = 0; k < 3; ++k)
    if (weight[k] != 0)
      sum += weight[k] / (2 * std::numbers::pi * variance[k]) *
             exponential(-0.5 * radius_rad * radius_rad / variance[k]);
  return sum;
}

void PsfGauss::profile(Angle offset, GridPosition const& energy, std::span<double const> radius_rad,
                       std::span<double> per_sr) const {
  EXPECTS(radius_rad.size() == per_sr.size());
  Mixture const here = mixture(offset_.locate(in_radians(offset)), energy);
  for (std::size_t i = 0; i < per_sr.size(); ++i) per_sr[i] = std::max(here.density(radius_rad[i]), 0.0);
}

void PsfGauss::containment(Angle offset, GridPositions const& energies, std::span<double const> radius_rad,
                           std::span<double> fraction) const {
  EXPECTS(radius_rad.size() == energies.size() && fraction.size() == energies.size());
  GridPosition const o = offset_.locate(in_radians(offset));
  for (std::size_t i = 0; i < fraction.size(); ++i)
    fraction[i] =
        radius_rad[i] > 0 ? std::max(mixture(o, energies.at(i)).contained(radius_rad[i]), 0.0) : 0.0;
}

void PsfGauss::containment_radius(Angle offset, GridPositions const& energies, double fraction,
                                  std::span<double> radius_rad) const {
  EXPECTS(radius_rad.size() == energies.size());
  GridPosition const o = offset_.locate(in_radians(offset));
  for (std::size_t i = 0; i < radius_rad.size(); ++i) {
    Mixture const here = mixture(o, energies.at(i));
    bool const single = here.weight[0] != 0 && here.weight[1] == 0 && here.weight[2] == 0;
    if (single) {
      radius_rad[i] = std::sqrt(-2 * here.variance[0] * logarithm(1 - fraction));
      continue;
    }
    // 40 widths hold all that a double can tell from 1; where there is no PSF, no sign changes: NaN.
    double const widest = std::sqrt(*std::max_element(here.variance.begin(), here.variance.end()));
    radius_rad[i] = bracketed_root([&](double r) { return here.contained(r) - fraction; }, 0.0, 40 * widest);
  }
}

}  // namespace engine

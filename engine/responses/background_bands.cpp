#include "engine/responses/background_bands.hpp"

#include <algorithm>
#include <cmath>
#include <variant>

#include "engine/base/expects.hpp"
#include "engine/kernels/log_exp.hpp"
#include "engine/responses/interpolate.hpp"

namespace engine {

namespace {

/// The integral of exp(u) over a width along which u goes from `u0` to `u1` in a straight line.
double integral_of_exponential(double u0, double u1, double exp_u0, double exp_u1, double width) {
  double const rise = u1 - u0;
  // The series is exact to 1e-16 there, where the difference of the two would lose digits.
  if (std::abs(rise) < 1e-3)
    return width * exp_u0 *
           (1 + rise * (0x1p-1 + rise * (0x1.5555555555555p-3 + rise * (0x1.5555555555555p-5 + rise / 120))));
  return width * (exp_u1 - exp_u0) / rise;
}

}  // namespace

BackgroundBands::BackgroundBands(Background const& background, EnergyAxis const& reco_axis, BandPoints points)
    : background_(&background) {
  GridAxis const& table = energy_tev_of(background);
  std::vector<double> inner;
  if (points == BandPoints::table) {
    inner = table.centres();
    inner.insert(inner.begin(), table.min());
    inner.push_back(table.max());
  }
  std::vector<double> all;
  for (std::size_t edge = 0; edge + 1 < reco_axis.edges().size(); ++edge) {
    double const from = in_tev(reco_axis.edges()[edge]), to = in_tev(reco_axis.edges()[edge + 1]);
    first_point_.push_back(all.size());
    all.push_back(from);
    for (double const energy : inner)
      if (energy > from && energy < to) all.push_back(energy);
  }
  first_point_.push_back(all.size());
  all.push_back(in_tev(reco_axis.edges().back()));

  energies_.assign(table, all);
  for (double const energy : all) ln_e_.push_back(logarithm(energy));
  ln_spectrum_.resize(table.size());
  ln_per_ln_e_.resize(all.size());
  per_ln_e_.resize(all.size());
}

void BackgroundBands::rates(FieldPosition const& place, std::span<double> per_s_sr) {
  EXPECTS(per_s_sr.size() == bins());
  std::fill(per_s_sr.begin(), per_s_sr.end(), 0.0);
  if (!std::visit([&](auto const& b) { return b.spectrum_at(place, ln_spectrum_); }, *background_)) return;
  // E times the rate is the rate per ln E, and exp of a straight line in ln E between points.
  for (std::size_t p = 0; p < ln_e_.size(); ++p) {
    std::size_t const below = energies_.below[p];
    double const ln = between(ln_spectrum_[below], ln_spectrum_[below + energies_.step], energies_.share[p]);
    bool const some = energies_.inside[p] != 0 && ln > background_rate::ln_of_least;
    ln_per_ln_e_[p] = ln + background_rate::ln_tev_per_mev + ln_e_[p];
    per_ln_e_[p] = some ? exponential(ln_per_ln_e_[p]) : 0.0;
  }
  for (std::size_t bin = 0; bin < bins(); ++bin)
    for (std::size_t p = first_point_[bin]; p < first_point_[bin + 1]; ++p)
      if (per_ln_e_[p] > 0 && per_ln_e_[p + 1] > 0)
        per_s_sr[bin] += integral_of_exponential(ln_per_ln_e_[p], ln_per_ln_e_[p + 1], per_ln_e_[p],
                                                 per_ln_e_[p + 1], ln_e_[p + 1] - ln_e_[p]);
}

}  // namespace engine

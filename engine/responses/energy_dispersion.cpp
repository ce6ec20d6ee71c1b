#include "engine/responses/energy_dispersion.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/expects.hpp"
#include "engine/kernels/log_exp.hpp"
#include "engine/responses/interpolate.hpp"

namespace engine {

DispersionResponse::DispersionResponse(GridAxis energy_tev, GridAxis migration, GridAxis offset_rad,
                                       std::vector<double> density)
    : energy_(std::move(energy_tev)),
      migration_(std::move(migration)),
      offset_(std::move(offset_rad)),
      density_(std::move(density)) {
  EXPECTS(density_.size() == energy_.size() * migration_.size() * offset_.size());
}

void DispersionResponse::density(Angle offset, Energy true_energy, std::span<double> per_migration) const {
  std::size_t const cells = migration_.size();
  EXPECTS(per_migration.size() == cells);
  GridPosition const o = offset_.locate(in_radians(offset));
  if (!o.inside) return std::fill(per_migration.begin(), per_migration.end(), 0.0);
  GridPosition const e = energy_.locate(std::clamp(in_tev(true_energy), energy_.min(), energy_.max()));
  auto const line = [&](std::size_t at_offset, std::size_t at_energy) {
    return density_.data() + (at_offset * energy_.size() + at_energy) * cells;
  };
  double const* const nb = line(o.below, e.below);
  double const* const na = line(o.below, e.above);
  double const* const fb = line(o.above, e.below);
  double const* const fa = line(o.above, e.above);
  for (std::size_t m = 0; m < cells; ++m) {
    double const value = between(between(nb[m], fb[m], o.share), between(na[m], fa[m], o.share), e.share);
    per_migration[m] = value > 0 ? value : 0.0;
  }
}

namespace {

/// The integral of a density over the migration, scaled to end with 1.
class CumulativeMigration {
 public:
  explicit CumulativeMigration(GridAxis const& migration)
      : edges_(migration.edges()), density_(migration.size()), integral_(migration.size() + 1) {}

  std::span<double> density() { return density_; }

  /// To be called when the density is there. False if there is nothing in it.
  bool integrate() {
    double sum = 0;
    integral_[0] = 0;
    for (std::size_t m = 0; m < density_.size(); ++m) {
      sum += density_[m] * (edges_[m + 1] - edges_[m]);
      integral_[m + 1] = sum;
    }
    if (!(sum > 0)) return false;
    for (double& value : integral_) value /= sum;
    return true;
  }

  /// Up to `migration`; `bin` is where the search starts, and where it ended: for rising migrations.
  double up_to(double migration, std::size_t& bin) const {
    if (migration <= edges_.front()) return 0;
    if (migration >= edges_.back()) return integral_.back();
    while (migration >= edges_[bin + 1]) ++bin;
    double const share = (migration - edges_[bin]) / (edges_[bin + 1] - edges_[bin]);
    return between(integral_[bin], integral_[bin + 1], share);
  }

 private:
  std::vector<double> const& edges_;
  std::vector<double> density_, integral_;
};

void add_line(CumulativeMigration const& cumulative, double true_tev, std::vector<Energy> const& reco,
              double* line) {
  std::size_t bin = 0;
  double below = cumulative.up_to(in_tev(reco[0]) / true_tev, bin);
  for (std::size_t r = 0; r + 1 < reco.size(); ++r) {
    double const above = cumulative.up_to(in_tev(reco[r + 1]) / true_tev, bin);
    line[r] += std::max(above - below, 0.0);  // a last bit may be missing in a flat part
    below = above;
  }
}

}  // namespace

void dispersion_matrix(DispersionResponse const& response, Angle offset, EnergyAxis const& true_axis,
                       EnergyAxis const& reco_axis, std::span<double> probability,
                       DispersionOptions options) {
  EXPECTS(probability.size() == true_axis.bins() * reco_axis.bins() && options.points_per_bin >= 1);
  std::fill(probability.begin(), probability.end(), 0.0);
  CumulativeMigration cumulative(response.migration());
  double const points = static_cast<double>(options.points_per_bin);
  for (std::size_t t = 0; t < true_axis.bins(); ++t) {
    double const lower = logarithm(in_tev(true_axis.edges()[t]));
    double const width = logarithm(in_tev(true_axis.edges()[t + 1])) - lower;
    std::span<double> const line = probability.subspan(t * reco_axis.bins(), reco_axis.bins());
    double known = 0;
    for (std::size_t p = 0; p < options.points_per_bin; ++p) {
      double const energy_tev = exponential(lower + width * ((static_cast<double>(p) + 0.5) / points));
      response.density(offset, tev(energy_tev), cumulative.density());
      if (!cumulative.integrate()) continue;
      known += 1;
      add_line(cumulative, energy_tev, reco_axis.edges(), line.data());
    }
    if (known > 1)
      for (double& value : line) value /= known;
  }
}

}  // namespace engine

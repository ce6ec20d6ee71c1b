#include "engine/fit/flux_points.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/expects.hpp"
#include "engine/kernels/forward_fold.hpp"
#include "engine/kernels/root.hpp"

namespace engine {

namespace {

struct Cell {
  OnOffCounts counts;
  double expected;
};

/// The cells of one band; W as a function of the norm is convex.
class Band {
 public:
  explicit Band(std::vector<Cell> cells) : cells_(std::move(cells)) {
    for (Cell const& cell : cells_) {
      expected_ += cell.expected;
      excess_ += cell.counts.excess();
      noise_ += cell.counts.on + cell.counts.alpha * cell.counts.alpha * cell.counts.off;
    }
  }
  double expected() const { return expected_; }
  double excess() const { return excess_; }
  /// A step of the norm that matters.
  double step() const { return (std::sqrt(noise_) + 1) / expected_; }

  double statistic(double norm) const {
    double sum = 0;
    for (Cell const& cell : cells_) sum += wstat(cell.counts, norm * cell.expected);
    return sum;
  }
  double slope(double norm) const {
    double sum = 0;
    for (Cell const& cell : cells_)
      if (cell.expected > 0) sum += cell.expected * wstat_slope(cell.counts, norm * cell.expected);
    return sum;
  }
  double best() const {
    double const start = excess_ / expected_, end = std::numeric_limits<double>::infinity();
    double const here = slope(start);
    if (here == 0) return start;
    if (here < 0) return root_beyond([&](double norm) { return slope(norm); }, start, step(), end);
    return root_beyond([&](double norm) { return -slope(norm); }, start, -step(), -end);
  }
  double crossing(double from, double above, double step) const {
    double const target = statistic(from) + above;
    double const end = std::copysign(std::numeric_limits<double>::infinity(), step);
    return root_beyond([&](double norm) { return statistic(norm) - target; }, from, step, end);
  }

 private:
  std::vector<Cell> cells_;
  double expected_ = 0, excess_ = 0, noise_ = 0;
};

void measure(FluxPoint& point, Band const& band, LimitRule const& rule) {
  point.usable = true;
  point.expected = band.expected();
  point.excess = band.excess();
  point.norm = band.best();
  point.statistic = band.statistic(point.norm);
  double const step = band.step();
  point.errors = {point.norm - band.crossing(point.norm, 1, -step),
                  band.crossing(point.norm, 1, step) - point.norm};
  double const from = rule.from == LimitFrom::physical ? std::max(0.0, point.norm) : point.norm;
  point.upper_limit = band.crossing(from, rule.sigmas * rule.sigmas, step);
  double const h = 0.01 * step,
               curvature = (band.slope(point.norm + h) - band.slope(point.norm - h)) / (2 * h);
  point.error = std::sqrt(2 / curvature);
  point.test_statistic = std::max(0.0, band.statistic(0) - point.statistic);
  point.significance = std::copysign(std::sqrt(point.test_statistic), point.norm);
}

/// Expected counts of every channel, spectrum by spectrum.
std::vector<std::vector<double>> expected_counts(std::span<FoldedSpectrum const> spectra,
                                                 SpectralModel const& model) {
  std::vector<std::vector<double>> out;
  for (FoldedSpectrum const& spectrum : spectra) {
    expect_consistent(spectrum.counts);
    expect_consistent(spectrum.response);
    std::vector<double> flux(spectrum.response.true_energy.bins());
    fluxes_in_bins(model, spectrum.response.true_energy, flux);
    fold(flux, spectrum.response, spectrum.counts.livetime, out.emplace_back(spectrum.counts.channels()));
  }
  return out;
}

}  // namespace

std::vector<FluxPoint> flux_points(std::span<FoldedSpectrum const> spectra, SpectralModel const& model,
                                   EnergyAxis const& bands, LimitRule const& rule) {
  EXPECTS(rule.sigmas > 0);
  auto const expected = expected_counts(spectra, model);
  std::vector<FluxPoint> out;
  for (std::size_t band = 0; band < bands.bins(); ++band) {
    FluxPoint point;
    point.min = tev(std::numeric_limits<double>::infinity());
    std::vector<Cell> cells;
    for (std::size_t s = 0; s < spectra.size(); ++s) {
      SpectrumOnOff const& counts = spectra[s].counts;
      for (std::size_t c = 0; c < counts.channels(); ++c) {
        Energy const low = counts.energy.edges()[c], high = counts.energy.edges()[c + 1];
        if (bands.bin_of(tev(std::sqrt(in_tev(low) * in_tev(high)))) != band) continue;
        point.min = std::min(point.min, low);
        point.max = std::max(point.max, high);
        if (counts.usable[c] == 0) continue;
        point.on += counts.on[c];
        point.off += counts.off[c];
        cells.push_back(
            {{static_cast<double>(counts.on[c]), static_cast<double>(counts.off[c]), counts.alpha(c)},
             expected[s][c]});
      }
    }
    if (point.max <= point.min) continue;  // no channel at all
    point.reference = tev(std::sqrt(in_tev(point.min) * in_tev(point.max)));
    point.reference_flux = flux_at(model, point.reference);
    point.reference_integral = flux_between(model, {point.min, point.max});
    Band const all(std::move(cells));
    if (all.expected() > 0) measure(point, all, rule);
    out.push_back(point);
  }
  return out;
}

}  // namespace engine

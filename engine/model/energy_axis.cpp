#include "engine/model/energy_axis.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/failure.hpp"

namespace engine {

EnergyAxis::EnergyAxis(std::vector<Energy> edges) : edges_(std::move(edges)) {
  // Not `a >= b`: that is false for NaN, which would pass.
  auto const no_step_up = [](Energy a, Energy b) { return !(a < b); };
  bool const ordered =
      edges_.size() >= 2 && std::adjacent_find(edges_.begin(), edges_.end(), no_step_up) == edges_.end();
  if (!ordered || !(edges_.front() > tev(0)) || !std::isfinite(in_tev(edges_.back())))
    throw Failure(Fault::bad_request,
                  "energy axis: need at least two strictly increasing, positive and finite edges");
}

namespace {

void require_bins(EnergyRange range, std::size_t bins) {
  if (bins == 0) throw Failure(Fault::bad_request, "energy axis: need at least one bin");
  if (!(range.min > tev(0)) || !(range.max > range.min))
    throw Failure(Fault::bad_request, "energy axis: need 0 < emin < emax");
}

}  // namespace

EnergyAxis EnergyAxis::logarithmic(EnergyRange range, std::size_t bins) {
  require_bins(range, bins);
  std::vector<Energy> edges(bins + 1);
  double const from = std::log10(in_tev(range.min)), to = std::log10(in_tev(range.max));
  double const step = (to - from) / static_cast<double>(bins);
  for (std::size_t i = 0; i <= bins; ++i)
    edges[i] = tev(std::pow(10.0, from + static_cast<double>(i) * step));
  edges.front() = range.min;
  edges.back() = range.max;
  return EnergyAxis(std::move(edges));
}

EnergyAxis EnergyAxis::linear(EnergyRange range, std::size_t bins) {
  require_bins(range, bins);
  std::vector<Energy> edges(bins + 1);
  Energy const step = (1.0 / static_cast<double>(bins)) * (range.max - range.min);
  for (std::size_t i = 0; i < bins; ++i) edges[i] = range.min + static_cast<double>(i) * step;
  edges.back() = range.max;
  return EnergyAxis(std::move(edges));
}

std::optional<std::size_t> EnergyAxis::bin_of(Energy e) const {
  auto const above = std::upper_bound(edges_.begin(), edges_.end(), e);
  if (above == edges_.begin() || above == edges_.end()) return std::nullopt;
  return static_cast<std::size_t>(above - edges_.begin()) - 1;
}

}  // namespace engine

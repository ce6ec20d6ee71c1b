#include "engine/simulate/background_sampler.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace engine {

namespace {

double between(double below, double above, double share) {
  if (below > 0 && above > 0) return below * std::pow(above / below, share);
  return std::lerp(below, above, share);
}

}  // namespace

BackgroundSampler::Profiles BackgroundSampler::profiles_of(BackgroundTable const& t) {
  constexpr int rings_per_bin = 8;
  std::size_t const energies = t.energy_tev.size();
  std::vector<double> const offsets_rad = arithmetic_centres(t.offset_rad);
  Profiles p;
  for (std::size_t bin = 0; bin < t.offset_rad.size(); ++bin)
    for (int ring = 0; ring < rings_per_bin; ++ring)
      p.edges_rad.push_back(
          std::lerp(t.offset_rad.lo[bin], t.offset_rad.hi[bin], double(ring) / rings_per_bin));
  p.edges_rad.push_back(t.offset_rad.hi.back());
  for (std::size_t e = 0; e < energies; ++e) {
    double sum = 0;
    for (std::size_t ring = 0; ring + 1 < p.edges_rad.size(); ++ring) {
      TablePosition const o = table_position(offsets_rad, (p.edges_rad[ring] + p.edges_rad[ring + 1]) / 2);
      double const density = between(t.rate_per_s_tev_sr[o.below * energies + e],
                                     t.rate_per_s_tev_sr[o.above * energies + e], o.share_above);
      p.weights.push_back(density * ring_sr(p.edges_rad[ring], p.edges_rad[ring + 1]));
      sum += p.weights.back();
    }
    p.rate_per_s_tev.push_back(sum);
  }
  return p;
}

EnergyDistribution BackgroundSampler::energies_of(BackgroundTable const& t, Profiles const& p) {
  std::vector<double> nodes = geometric_centres(t.energy_tev), values = p.rate_per_s_tev;
  // Half a bin beyond the outer centres, the power law of the neighbouring segment goes on.
  auto const beyond = [](double outer, double inner) { return outer * std::sqrt(outer / inner); };
  std::size_t const last = values.size() - 1;
  double const first_value = values[0] > 0 && values[1] > 0 ? beyond(values[0], values[1]) : values[0];
  double const last_value =
      values[last] > 0 && values[last - 1] > 0 ? beyond(values[last], values[last - 1]) : values[last];
  nodes.insert(nodes.begin(), t.energy_tev.lo.front());
  values.insert(values.begin(), first_value);
  nodes.push_back(t.energy_tev.hi.back());
  values.push_back(last_value);
  return {std::move(nodes), std::move(values)};
}

BackgroundSampler::BackgroundSampler(BackgroundTable const& table)
    : BackgroundSampler(table, profiles_of(table)) {}

BackgroundSampler::BackgroundSampler(BackgroundTable const& table, Profiles profiles)
    : edges_rad_(profiles.edges_rad),
      profiles_(profiles.edges_rad.size() - 1, profiles.weights),
      energies_(energies_of(table, profiles)),
      rows_(table.energy_tev.size()) {}

BackgroundSampler::Event BackgroundSampler::draw(RandomStream const& stream, std::uint32_t event) const {
  RandomBlock const first = stream.block(event, 0), second = stream.block(event, 1);
  EnergyDistribution::Draw const energy = energies_.draw(first.fine(1));
  // Segment i lies between the centres i - 1 and i of the table.
  bool const upper = second.coarse(2) < energy.share;
  std::size_t const node = energy.segment + (upper ? 1 : 0);
  std::size_t const row = std::clamp<std::size_t>(node, 1, rows_) - 1;
  HistogramRows::Draw const ring = profiles_.draw(row, second.coarse(0));
  double const inner = edges_rad_[ring.bin], outer = edges_rad_[ring.bin + 1];
  return {.time_u = first.fine(0),
          .energy_tev = energy.energy,
          .radius_rad = std::sqrt(std::lerp(inner * inner, outer * outer, ring.share)),
          .angle_rad = 2 * std::numbers::pi * second.coarse(1)};
}

}  // namespace engine

#include "engine/simulate/source_sampler.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace engine {

namespace {

constexpr double turn = 2 * std::numbers::pi;

std::vector<double> logarithms(std::vector<double> values) {
  for (double& v : values) v = std::log(v);
  return values;
}

std::vector<double> edges_of(TableAxis const& axis) {
  std::vector<double> edges = axis.lo;
  edges.push_back(axis.hi.back());
  return edges;
}

}  // namespace

GammaResponse::Grid GammaResponse::migration_grid(EnergyDispersionTable const& t) {
  std::size_t const energies = t.energy_tev.size(), migras = t.migra.size(), offsets = t.offset_rad.size();
  std::vector<double> weights;
  for (std::size_t o = 0; o < offsets; ++o)
    for (std::size_t e = 0; e < energies; ++e)
      for (std::size_t m = 0; m < migras; ++m)
        weights.push_back(t.density[(o * migras + m) * energies + e] * (t.migra.hi[m] - t.migra.lo[m]));
  return {logarithms(geometric_centres(t.energy_tev)), arithmetic_centres(t.offset_rad),
          HistogramRows(migras, weights), edges_of(t.migra)};
}

GammaResponse::Grid GammaResponse::deviation_grid(PointSpreadTable const& t) {
  std::size_t const energies = t.energy_tev.size(), radii = t.radius_rad.size(),
                    offsets = t.offset_rad.size();
  std::vector<double> weights;
  for (std::size_t o = 0; o < offsets; ++o)
    for (std::size_t e = 0; e < energies; ++e)
      for (std::size_t r = 0; r < radii; ++r)
        weights.push_back(t.density_per_sr[(r * offsets + o) * energies + e] *
                          ring_sr(t.radius_rad.lo[r], t.radius_rad.hi[r]));
  return {logarithms(geometric_centres(t.energy_tev)), arithmetic_centres(t.offset_rad),
          HistogramRows(radii, weights), edges_of(t.radius_rad)};
}

GammaResponse::GammaResponse(ResponseTables const& tables)
    : area_(tables.area),
      migrations_(migration_grid(tables.dispersion)),
      deviations_(deviation_grid(tables.psf)) {}

std::size_t GammaResponse::Grid::node(double energy_tev, double offset_rad, double u1, double u2) const {
  TablePosition const e = table_position(ln_energies, std::log(energy_tev));
  TablePosition const o = table_position(offsets_rad, offset_rad);
  std::size_t const energy = u1 < e.share_above ? e.above : e.below;
  std::size_t const offset = u2 < o.share_above ? o.above : o.below;
  return offset * ln_energies.size() + energy;
}

double GammaResponse::migration(double energy_tev, double offset_rad, double node_u1, double node_u2,
                                double u) const {
  auto const [bin, share] =
      migrations_.rows.draw(migrations_.node(energy_tev, offset_rad, node_u1, node_u2), u);
  return std::lerp(migrations_.edges[bin], migrations_.edges[bin + 1], share);
}

double GammaResponse::deviation_rad(double energy_tev, double offset_rad, double node_u1, double node_u2,
                                    double u) const {
  auto const [bin, share] =
      deviations_.rows.draw(deviations_.node(energy_tev, offset_rad, node_u1, node_u2), u);
  double const inner = deviations_.edges[bin], outer = deviations_.edges[bin + 1];
  // Uniform in the area of the ring; its curvature is far below the bin's width.
  return std::sqrt(std::lerp(inner * inner, outer * outer, share));
}

SourceSampler::SourceSampler(SkySource const& source, GammaResponse const& response,
                             PointingFrame const& frame, double livetime_s)
    : source_(source),
      response_(response),
      axis_(frame.axis()),
      around_source_(source.centre),
      extended_(in_radians(largest_radius(source.shape)) > 0),
      min_offset_rad_(
          std::max(0.0, in_radians(separation(source.centre.xyz(), axis_) - largest_radius(source.shape)))),
      max_offset_rad_(in_radians(separation(source.centre.xyz(), axis_) + largest_radius(source.shape))),
      detected_(spectrum_with(min_offset_rad_, max_offset_rad_)),
      trials_(detected_.integral() * livetime_s),
      expected_(extended_ ? mean_over_shape(detected_) * livetime_s : trials_) {}

EnergyDistribution SourceSampler::spectrum_with(double min_offset_rad, double max_offset_rad) const {
  // Between two centres of the table the area times the spectrum is close to, but no exact power law.
  constexpr int steps_between_centres = 4;
  EffectiveArea const& area = response_.area();
  double const min_tev = in_tev(area.energies().min), max_tev = in_tev(area.energies().max);
  std::vector<double> coarse{min_tev};
  coarse.insert(coarse.end(), area.centres_tev().begin(), area.centres_tev().end());
  coarse.push_back(max_tev);
  std::vector<double> nodes, values;
  for (std::size_t i = 0; i + 1 < coarse.size(); ++i)
    for (int step = 0; step < steps_between_centres; ++step)
      nodes.push_back(coarse[i] * std::pow(coarse[i + 1] / coarse[i], double(step) / steps_between_centres));
  nodes.push_back(max_tev);
  for (double e : nodes) {
    double const inside = std::min(e, std::nextafter(max_tev, min_tev));
    values.push_back(flux_per_m2_s_tev(source_.spectrum, tev(e)) *
                     area.largest_m2(inside, min_offset_rad, max_offset_rad));
  }
  return {nodes, values};
}

Vector3 SourceSampler::position(double radius_u, double angle_u) const {
  return around_source_.at(in_radians(radius_of_quantile(source_.shape, radius_u)), turn * angle_u);
}

/// Rate of detected events in s-1: midpoint rule over shares of energy, radius and angle of equal weight.
double SourceSampler::mean_over_shape(EnergyDistribution const& largest) const {
  constexpr int energies = 200, radii = 24, angles = 16;
  if (largest.integral() <= 0) return 0;
  std::vector<double> offsets_rad;
  for (int r = 0; r < radii; ++r)
    for (int a = 0; a < angles; ++a)
      offsets_rad.push_back(in_radians(separation(position((r + 0.5) / radii, (a + 0.5) / angles), axis_)));
  double sum = 0;
  for (int i = 0; i < energies; ++i) {
    double const e = largest.draw((i + 0.5) / energies).energy;
    double mean_m2 = 0;
    for (double offset_rad : offsets_rad) mean_m2 += response_.area().m2(e, offset_rad);
    mean_m2 /= double(offsets_rad.size());
    sum += mean_m2 / response_.area().largest_m2(e, min_offset_rad_, max_offset_rad_);
  }
  return largest.integral() * sum / energies;
}

std::optional<SourceSampler::Event> SourceSampler::draw(RandomStream const& stream,
                                                        std::uint32_t event) const {
  RandomBlock const first = stream.block(event, 0), where = stream.block(event, 1),
                    spread = stream.block(event, 2), nodes = stream.block(event, 3);
  double const true_tev = detected_.draw(first.fine(1)).energy;
  Vector3 const true_direction =
      extended_ ? position(where.coarse(0), where.coarse(1)) : source_.centre.xyz();
  double const offset_rad = in_radians(separation(true_direction, axis_));
  if (extended_ &&
      where.coarse(2) * response_.area().largest_m2(true_tev, min_offset_rad_, max_offset_rad_) >=
          response_.area().m2(true_tev, offset_rad))
    return std::nullopt;
  double const migration =
      response_.migration(true_tev, offset_rad, nodes.coarse(0), nodes.coarse(1), spread.coarse(0));
  double const deviation_rad =
      response_.deviation_rad(true_tev, offset_rad, nodes.coarse(2), nodes.coarse(3), spread.coarse(1));
  PointingFrame const around_photon(Direction<Icrs>::along(true_direction));
  return Event{.time_u = first.fine(0),
               .true_direction = true_direction,
               .direction = around_photon.at(deviation_rad, turn * spread.coarse(2)),
               .true_energy_tev = true_tev,
               .energy_tev = true_tev * migration};
}

}  // namespace engine

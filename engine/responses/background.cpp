#include "engine/responses/background.hpp"

#include <algorithm>
#include <utility>

#include "engine/base/expects.hpp"
#include "engine/kernels/log_exp.hpp"
#include "engine/responses/interpolate.hpp"

namespace engine {

namespace background_rate {

double ln_of(double per_s_mev_sr) { return per_s_mev_sr > 0x1p-126 ? logarithm(per_s_mev_sr) : ln_of_none; }

}  // namespace background_rate

namespace {

std::vector<double> logarithms_of(std::vector<double> const& rates) {
  std::vector<double> out;
  out.reserve(rates.size());
  for (double const rate : rates) out.push_back(background_rate::ln_of(rate));
  return out;
}

}  // namespace

Background2D::Background2D(GridAxis energy_tev, GridAxis offset_rad, std::vector<double> const& per_s_mev_sr)
    : energy_(std::move(energy_tev)), offset_(std::move(offset_rad)), ln_rate_(logarithms_of(per_s_mev_sr)) {
  EXPECTS(ln_rate_.size() == energy_.size() * offset_.size());
}

bool Background2D::spectrum_at(FieldPosition const& place, std::span<double> ln_rate) const {
  EXPECTS(ln_rate.size() == energy_.size());
  GridPosition const at = offset_.locate(in_radians(place.offset));
  if (!at.inside) return false;
  OffsetRow const row(ln_rate_, energy_.size(), at);
  for (std::size_t e = 0; e < ln_rate.size(); ++e) ln_rate[e] = row.at(e);
  return true;
}

Background3D::Background3D(GridAxis energy_tev, GridAxis lon_rad, GridAxis lat_rad, FieldAlignment alignment,
                           std::vector<double> const& per_s_mev_sr)
    : energy_(std::move(energy_tev)),
      lon_(std::move(lon_rad)),
      lat_(std::move(lat_rad)),
      alignment_(alignment),
      ln_rate_(logarithms_of(per_s_mev_sr)) {
  EXPECTS(ln_rate_.size() == energy_.size() * lon_.size() * lat_.size());
}

bool Background3D::spectrum_at(FieldPosition const& place, std::span<double> ln_rate) const {
  EXPECTS(ln_rate.size() == energy_.size());
  GridPosition const x = lon_.locate(in_radians(place.lon)), y = lat_.locate(in_radians(place.lat));
  if (!x.inside || !y.inside) return false;
  auto const corner = [&](std::size_t at_lat, std::size_t at_lon) {
    return ln_rate_.data() + (at_lat * lon_.size() + at_lon) * energy_.size();
  };
  double const* const low_right = corner(y.below, x.below);
  double const* const low_left = corner(y.below, x.above);
  double const* const high_right = corner(y.above, x.below);
  double const* const high_left = corner(y.above, x.above);
  for (std::size_t e = 0; e < ln_rate.size(); ++e)
    ln_rate[e] = between(between(low_right[e], low_left[e], x.share),
                         between(high_right[e], high_left[e], x.share), y.share);
  return true;
}

GridAxis const& energy_tev_of(Background const& background) {
  return std::visit([](auto const& b) -> GridAxis const& { return b.energy_tev(); }, background);
}

FieldAlignment alignment_of(Background const& background) {
  auto const* const table = std::get_if<Background3D>(&background);
  return table == nullptr ? FieldAlignment::radec : table->alignment();
}

void background_rates(Background const& background, FieldPosition const& place, GridPositions const& energies,
                      std::span<double> per_s_tev_sr) {
  EXPECTS(per_s_tev_sr.size() == energies.size());
  std::vector<double> ln_rate(energy_tev_of(background).size());
  bool const inside = std::visit([&](auto const& b) { return b.spectrum_at(place, ln_rate); }, background);
  for (std::size_t i = 0; i < per_s_tev_sr.size(); ++i) {
    per_s_tev_sr[i] = 0;
    if (!inside || energies.inside[i] == 0) continue;
    std::size_t const below = energies.below[i];
    double const ln = between(ln_rate[below], ln_rate[below + energies.step], energies.share[i]);
    if (ln > background_rate::ln_of_least)
      per_s_tev_sr[i] = exponential(ln + background_rate::ln_tev_per_mev);
  }
}

}  // namespace engine

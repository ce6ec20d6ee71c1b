#include "engine/responses/point_spread.hpp"

#include "engine/base/expects.hpp"

namespace engine {

GridAxis const& energy_tev_of(PointSpread const& psf) {
  return std::visit([](auto const& p) -> GridAxis const& { return p.energy_tev(); }, psf);
}

GridAxis const& offset_rad_of(PointSpread const& psf) {
  return std::visit([](auto const& p) -> GridAxis const& { return p.offset_rad(); }, psf);
}

void psf_profile(PointSpread const& psf, Angle offset, Energy true_energy, std::span<double const> radius_rad,
                 std::span<double> per_sr) {
  GridPosition const energy = energy_tev_of(psf).locate(in_tev(true_energy));
  std::visit([&](auto const& p) { p.profile(offset, energy, radius_rad, per_sr); }, psf);
}

void psf_containment(PointSpread const& psf, Angle offset, GridPositions const& energies,
                     std::span<double const> radius_rad, std::span<double> fraction) {
  std::visit([&](auto const& p) { p.containment(offset, energies, radius_rad, fraction); }, psf);
}

void psf_containment_radius(PointSpread const& psf, Angle offset, GridPositions const& energies,
                            double fraction, std::span<double> radius_rad) {
  EXPECTS(fraction > 0 && fraction < 1);
  std::visit([&](auto const& p) { p.containment_radius(offset, energies, fraction, radius_rad); }, psf);
}

}  // namespace engine

/// A point spread function of any of the three formats, and what is asked of it.
#pragma once

#include <span>
#include <variant>

#include "engine/model/units.hpp"
#include "engine/responses/psf_gauss.hpp"
#include "engine/responses/psf_king.hpp"
#include "engine/responses/psf_table.hpp"

namespace engine {

/// By true energy and offset. Flat around the true direction: the area of a ring is 2 pi r dr (at 1 deg,
/// 5e-5 more than on the sphere).
using PointSpread = std::variant<PsfTable, PsfGauss, PsfKing>;

GridAxis const& energy_tev_of(PointSpread const& psf);
GridAxis const& offset_rad_of(PointSpread const& psf);

/// per_sr[i]: density at the distance radius_rad[i] from the true direction, not below 0. All 0 outside of
/// the table.
void psf_profile(PointSpread const& psf, Angle offset, Energy true_energy, std::span<double const> radius_rad,
                 std::span<double> per_sr);

/// fraction[i]: of the events at true energy i (located on energy_tev_of) those within radius_rad[i]. As the
/// table has it, so a table that does not add up to 1 does not end at 1; beyond its last radius all that it
/// holds. 0 outside of the table in energy or offset, and for radii that are not above 0.
void psf_containment(PointSpread const& psf, Angle offset, GridPositions const& energies,
                     std::span<double const> radius_rad, std::span<double> fraction);

/// radius_rad[i]: the radius within which the fraction, in (0, 1), of the events is: the inverse of the
/// above, where gammapy takes the nearest of 20 points per bin. NaN where the table holds less than that.
void psf_containment_radius(PointSpread const& psf, Angle offset, GridPositions const& energies,
                            double fraction, std::span<double> radius_rad);

}  // namespace engine

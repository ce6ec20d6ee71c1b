/// A map's geometry and energy axis as header keywords.
#pragma once

#include "engine/io/fits_writer.hpp"
#include "engine/model/energy_axis.hpp"
#include "engine/model/sky_geometry.hpp"

namespace engine {

/// The two celestial axes. CDELTn where the linear map is not rotated (older viewers know nothing else),
/// CDi_j otherwise; for projections that wcslib evaluates, the cards as they were read.
void write_celestial_axes(FitsWriter& file, WcsHeader const& header);

/// Axis 3: ENER-LOG (Greisen et al. 2006, Paper III) for bins of equal width in log(E), else the number of
/// the channel, since no linear axis could say the energies. The energy table has the exact edges either way.
void write_energy_axis(FitsWriter& file, EnergyAxis const& axis);

}  // namespace engine

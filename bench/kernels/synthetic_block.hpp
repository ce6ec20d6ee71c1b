/// Events as a run on the Crab nebula has them, the same on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/model/events.hpp"
#include "engine/model/sky_geometry.hpp"

namespace bench {

/// Directions spread by about 1.5 deg around (ra, dec) in degrees, energies of a power law from 0.1 TeV on,
/// times over half an hour in no order, one whole-number column MULTIP.
engine::EventColumns synthetic_block(std::size_t events, double ra_deg, double dec_deg, std::uint64_t seed);

/// 0, 1, 2, ...
std::vector<std::uint32_t> all_rows(std::size_t n);

/// 200 x 200 pixels of 0.02 deg, north up.
engine::SkyGeometry map_at(engine::Projection projection, double ra_deg, double dec_deg);

}  // namespace bench

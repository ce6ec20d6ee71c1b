/// Footprints on the sky as the catalogue keeps them: 3 numbers are a circle, 6 and more the corners of a
/// polygon (DALI 1.1, section 3.3), ICRS degrees.
#pragma once

#include <span>
#include <vector>

#include "catalog/ingest/run_values.hpp"

namespace catalog::ingest {

std::vector<double> circle_footprint(SkyPoint const& centre, double radius_deg);

/// Around the track of a drift scan, `radius_deg` to either side and behind its ends; at most 64 corners,
/// in counterclockwise order as seen from inside the sphere. A track of no length is a circle.
std::vector<double> track_footprint(std::span<SkyPoint const> track, double radius_deg);

}  // namespace catalog::ingest

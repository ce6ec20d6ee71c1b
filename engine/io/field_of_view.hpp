/// Field-of-view coordinates of events whose file has no columns for them.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/model/sky.hpp"

namespace engine {

/// DETX and DETY can be derived from positions and pointing.
bool is_field_of_view_column(std::string_view name);

/// DETX (towards east) or DETY (towards north), in degrees: longitude and latitude in the frame whose origin
/// is the pointing, aligned with right ascension and declination (GADF, FOV coordinates, FOVALIGN = RADEC;
/// astropy's SkyOffsetFrame). `name` is one of both.
std::vector<double> field_of_view_deg(std::string_view name, Direction<Icrs> const& pointing,
                                      std::span<double const> ra_rad, std::span<double const> dec_rad);

}  // namespace engine

/// The celestial systems of ds9 region files, and the way from them to ICRS.
#pragma once

#include <optional>
#include <string_view>

#include "engine/io/coordinate_text.hpp"
#include "engine/model/sky.hpp"

namespace engine {

enum class Ds9System { icrs, fk5, galactic };

/// "icrs", "fk5" (also "j2000") and "galactic", in any case.
std::optional<Ds9System> ds9_system(std::string_view word);
/// Why a word that ds9 knows as a coordinate system is not one of ours; empty for other words.
std::string_view refused_ds9_system(std::string_view word);

/// How the first coordinate is written: hours in sexagesimal form, or degrees.
Coordinate first_coordinate(Ds9System system);

Direction<Icrs> icrs_from(Ds9System system, Angle lon, Angle lat);
/// The same axis at `place`, counted from ICRS north instead of the system's own north.
Angle icrs_position_angle(Ds9System system, Angle angle, Direction<Icrs> const& place);

}  // namespace engine

/// What the header of an EVENTS table says about its observation, read with the tolerance real files need.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/io/fits_header.hpp"
#include "engine/model/observation.hpp"

namespace engine {

/// Only what a number depends on is demanded: a time reference (time_scales.hpp). FK5 and ICRS, of equinox
/// 2000, and a header that names no frame are read as ICRS; any other frame is refused. Values that cannot
/// be (DEADC outside (0, 1], a declination beyond a pole, a negative duration) are refused. `id` is 0 where
/// OBS_ID is absent or is no whole number.
ObservationHeader read_observation_header(FitsHeader const& header);

/// Throws unless RADESYS (or RADECSYS) and EQUINOX say ICRS or FK5 J2000, or nothing.
void require_icrs(FitsHeader const& header);

/// OBS_ID as a whole number ("023523" is 23523); nothing if it is absent or something else.
std::optional<std::int64_t> observation_id(FitsHeader const& header);

/// The right ascension and declination under those keywords, in degrees; nothing if one of them is absent.
std::optional<Direction<Icrs>> direction_in_header(FitsHeader const& header, std::string_view ra_keyword,
                                                   std::string_view dec_keyword);

}  // namespace engine

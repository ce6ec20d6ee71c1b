/// Which way is up at a site: what horizontal coordinates need. ERFA inside.
#pragma once

#include "engine/model/sky.hpp"
#include "engine/model/time.hpp"

namespace engine {

/// The direction of the zenith: for what is aligned to altitude and azimuth (FOVALIGN = ALTAZ). UT1 is taken
/// for UTC, which it is to 0.9 s: the zenith is right to 14 arcsec. Refuses times for which there is no UTC.
Direction<Icrs> zenith_at(Time time, Angle east_longitude, Angle latitude);

}  // namespace engine

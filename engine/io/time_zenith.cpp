#include "engine/io/time_zenith.hpp"

#include <erfa.h>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/time_scales.hpp"

namespace engine {

Direction<Icrs> zenith_at(Time time, Angle east_longitude, Angle latitude) {
  double const utc_mjd = mjd_in(time, TimeScale::utc);
  double ra = 0, dec = 0;
  // Azimuth and zenith distance 0; no UT1-UTC, height, polar motion, and no air to bend the light.
  int const status = eraAtoc13("A", 0, 0, 2400000.5, utc_mjd, 0, in_radians(east_longitude),
                               in_radians(latitude), 0, 0, 0, 0, 0, 0, 0.5, &ra, &dec);
  if (status < 0)
    throw Failure(Fault::bad_data, "no zenith at MJD " + shortest(utc_mjd) +
                                       ": the time has no UTC (ALTAZ tables need it) - correct the header");
  return Direction<Icrs>::at(radians(ra), radians(dec));
}

}  // namespace engine

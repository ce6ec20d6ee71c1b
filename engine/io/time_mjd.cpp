#include <cmath>

#include <erfa.h>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/time_scales.hpp"

namespace engine {

namespace {

constexpr double jd_of_mjd = 2400000.5;
constexpr double day_s = 86400;
constexpr double tt_minus_tai_s = 32.184;

/// Day and fraction apart, so that the difference of the scales is added without loss.
struct DayParts {
  double day, fraction;
};

DayParts parts_of(double since_epoch_s) {
  double const days = std::floor(since_epoch_s / day_s);
  return {Time::epoch_mjd + days, (since_epoch_s - days * day_s) / day_s};
}

}  // namespace

double mjd_in(Time t, TimeScale scale) {
  double const tt_s = in_seconds(t.tt());
  DayParts const tt = parts_of(tt_s);
  switch (scale) {
    case TimeScale::tt: return tt.day + tt.fraction;
    case TimeScale::tai: {
      DayParts const tai = parts_of(tt_s - tt_minus_tai_s);
      return tai.day + tai.fraction;
    }
    case TimeScale::tdb:
      return tt.day + (tt.fraction + eraDtdb(jd_of_mjd + tt.day, tt.fraction,
                                             tt.fraction - std::floor(tt.fraction), 0, 0, 0) /
                                         day_s);
    case TimeScale::utc: {
      DayParts const tai = parts_of(tt_s - tt_minus_tai_s);
      double utc_day = 0, utc_fraction = 0;
      // Like eraUtctai, 1 means the nearest known difference was used; below 0 there is no answer.
      if (!std::isfinite(tt_s) || eraTaiutc(jd_of_mjd + tai.day, tai.fraction, &utc_day, &utc_fraction) < 0)
        throw Failure(Fault::bad_data,
                      "cannot convert MJD " + shortest(tt.day + tt.fraction) +
                          " TT to UTC (far outside the years of UTC) - check MJDREF, TIMESYS "
                          "and TSTART");
      return (utc_day - jd_of_mjd) + utc_fraction;
    }
  }
  contract_broken("scale is one of the enumeration", __FILE__, __LINE__);
}

}  // namespace engine

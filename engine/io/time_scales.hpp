/// Time scales and texts: TIMESYS and MJDREF of headers, MJD and ISO 8601 of people. ERFA inside.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"
#include "engine/io/fits_header.hpp"
#include "engine/model/time.hpp"

namespace engine {

std::optional<TimeScale> time_scale_of(std::string_view word);     ///< "tt", "UTC", ... in any case
std::string_view word_of(TimeScale scale);                         ///< "TT", ...
Time time_from_mjd(double day, double fraction, TimeScale scale);  ///< fraction of a day, added without loss

/// The modified Julian date of an instant in that scale; on the day of a leap second UTC has 86401 s (ERFA's
/// quasi-MJD, as in astropy). Refuses UTC far outside its years.
double mjd_in(Time t, TimeScale scale);

/// MJDREFI + MJDREFF (or MJDREF) and TIMESYS (missing: TT, as GADF 0.2 files mean it; for a GTI table the
/// scale of its events). Refused: a file without a reference (its seconds cannot be compared with anything),
/// a TIMEZERO or TIMEOFFS that is not zero, UTC references before there was UTC.
TimeReference time_reference(FitsHeader const& header, TimeScale scale_if_unstated = TimeScale::tt);

/// "53343.92" or "mjd:53343.92" (MJD), "met:1.2e8", ISO "2004-12-04T22:08:06.5" with an optional scale word
/// behind it or 'Z' for UTC ("2004-12-04 22:08:06 UTC"); without a scale: `default_scale`.
struct TimePoint {
  std::optional<Time> absolute;
  std::optional<double> met_s;  ///< exactly one of both
};
Result<TimePoint, std::string> parse_time(std::string_view text, TimeScale default_scale);

/// "2004-12-04T22:08:06.184"; leap seconds as :60; an instant outside the years 99 to 3901, which only a
/// damaged file has, as "MJD 1.2e+20".
std::string iso_text(Time t, TimeScale scale, int decimals);

}  // namespace engine

#include "engine/io/time_scales.hpp"

#include <array>
#include <cmath>
#include <utility>

#include <erfa.h>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace engine {

namespace {

struct ScaleWord {
  std::string_view word;
  TimeScale scale;
};
/// The first word of a scale is the one we write; the others are its synonyms in FITS 4.0, table 30.
constexpr std::array<ScaleWord, 8> scale_words{{{"TT", TimeScale::tt},
                                                {"UTC", TimeScale::utc},
                                                {"TAI", TimeScale::tai},
                                                {"TDB", TimeScale::tdb},
                                                {"TDT", TimeScale::tt},
                                                {"ET", TimeScale::tt},
                                                {"IAT", TimeScale::tai},
                                                {"GMT", TimeScale::utc}}};

constexpr double day_s = 86400;
constexpr double tt_minus_tai_s = 32.184;
constexpr double jd_of_mjd = 2400000.5;
constexpr std::int64_t first_mjd_of_utc = 36934;  // 1960-01-01

/// Seconds since the epoch of Time for a day and a fraction of it, both on a scale whose days have 86400 s.
double seconds_since_epoch(double day, double fraction) {
  return (day - Time::epoch_mjd) * day_s + fraction * day_s;
}

/// TDB - TT at the geocentre. Which of both scales the argument is on makes no difference (2 ms).
double tdb_minus_tt_s(double day, double fraction) {
  return eraDtdb(jd_of_mjd + day, fraction, fraction - std::floor(fraction), 0, 0, 0);
}

}  // namespace

std::optional<TimeScale> time_scale_of(std::string_view word) {
  word = word.substr(0, word.find('('));  // "TT(TAI)", "UTC(NIST)": who keeps the clock
  for (ScaleWord const& row : scale_words)
    if (same_word(row.word, word)) return row.scale;
  return std::nullopt;
}

std::string_view word_of(TimeScale scale) {
  for (ScaleWord const& row : scale_words)
    if (row.scale == scale) return row.word;
  contract_broken("scale has a word in the table", __FILE__, __LINE__);
}

Time time_from_mjd(double day, double fraction, TimeScale scale) {
  switch (scale) {
    case TimeScale::tt: return Time::from_tt(seconds(seconds_since_epoch(day, fraction)));
    case TimeScale::tai: return Time::from_tt(seconds(seconds_since_epoch(day, fraction) + tt_minus_tai_s));
    case TimeScale::tdb:
      return Time::from_tt(seconds(seconds_since_epoch(day, fraction) - tdb_minus_tt_s(day, fraction)));
    case TimeScale::utc: {
      double tai_day = 0, tai_fraction = 0;
      // A warning (1) means before 1960 or years after the last leap second ERFA knows: the nearest known
      // difference is used, which is what astropy does as well.
      int const status = eraUtctai(jd_of_mjd + day, fraction, &tai_day, &tai_fraction);
      if (status < 0)
        throw Failure(Fault::bad_data, "cannot convert MJD " + shortest(day + fraction) +
                                           " UTC (far outside the years of UTC) - check MJDREF and TIMESYS");
      // ERFA keeps the larger part, the day, as it is.
      return Time::from_tt(seconds(seconds_since_epoch(tai_day - jd_of_mjd, tai_fraction) + tt_minus_tai_s));
    }
  }
  contract_broken("scale is one of the enumeration", __FILE__, __LINE__);
}

namespace {

struct MjdParts {
  std::int64_t day = 0;
  double fraction = 0;
};

/// MJDREFI + MJDREFF, or MJDREF.
MjdParts mjd_reference(FitsHeader const& header) {
  MjdParts reference;
  if (header.text("MJDREFI")) {
    reference.day = header.integer("MJDREFI").value_or(0);
    reference.fraction = header.real("MJDREFF").value_or(0);
  } else {
    double const whole = header.required_real(
        header.has("MJDREFF") ? "MJDREFI" : "MJDREF",
        "without MJDREFI and MJDREFF or MJDREF the seconds of this file cannot be compared with any time");
    if (std::abs(whole) < 1e7) {
      reference.day = static_cast<std::int64_t>(std::floor(whole));
      reference.fraction = whole - std::floor(whole);
    } else {
      reference.day = std::int64_t{10000000};
    }
  }
  if (reference.day < 0 || reference.day >= 1000000 || std::abs(reference.fraction) > 1e6)
    throw Failure(Fault::bad_data, "MJDREFI, MJDREFF or MJDREF is no modified Julian date of a telescope: " +
                                       header.place() + " - correct the header");
  return reference;
}

}  // namespace

TimeReference time_reference(FitsHeader const& header, TimeScale scale_if_unstated) {
  std::string const word = header.text("TIMESYS").value_or(std::string(word_of(scale_if_unstated)));
  std::optional<TimeScale> const scale = time_scale_of(word);
  if (!scale)
    throw Failure(Fault::bad_data, "TIMESYS = '" + word + "' is not understood: " + header.place() +
                                       " (TT, UTC, TAI and TDB are) - correct the header");
  for (std::string const keyword : {"TIMEZERO", "TIMEOFFS"})
    if (header.real(keyword).value_or(0) != 0)
      throw Failure(Fault::bad_data, keyword + " is not zero: " + header.place() +
                                         " (the times would have to be shifted by it, which is not supported)"
                                         " - add it to the TIME, START and STOP columns and set it to 0");
  MjdParts const parts = mjd_reference(header);
  if (*scale == TimeScale::utc && parts.day < first_mjd_of_utc)
    throw Failure(Fault::bad_data,
                  "the reference MJD " + std::to_string(parts.day) +
                      " is before UTC began (TIMESYS = UTC): " + header.place() +
                      " (seconds since then have no fixed length) - give MJDREFI a later day");
  TimeReference reference;
  reference.scale = *scale;
  reference.mjdrefi = static_cast<int>(parts.day);
  reference.mjdreff = parts.fraction;
  reference.zero = time_from_mjd(static_cast<double>(parts.day), parts.fraction, *scale);
  return reference;
}

}  // namespace engine

#include "engine/check/time_rules.hpp"

#include <array>
#include <cmath>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/check/header_rules.hpp"
#include "engine/io/time_scales.hpp"

namespace engine {

namespace {

constexpr double second_digits_s = 1.5;  // dates are often cut to whole seconds
constexpr double day_s = 86400;

void check_timesys(FitsHeader const& header, Findings const& out) {
  std::optional<std::string> const word = header.text("TIMESYS");
  if (!word) return;
  std::string const where = clause(gadf_version(header), section_time_formats);
  std::optional<TimeScale> const scale = time_scale_of(*word);
  if (!scale) {
    out.add({.severity = Severity::error,
             .code = "timesys-unknown",
             .keyword_or_column = "TIMESYS",
             .message = "'" + *word + "' is no time scale that can be converted: times are off by up to 69 s",
             .remedy = "write TT, UTC, TAI or TDB",
             .clause = where});
    return;
  }
  if (upper(*word) != *word)
    out.add({.severity = Severity::warning,
             .code = "timesys-case",
             .keyword_or_column = "TIMESYS",
             .message = "'" + *word + "' is not in capitals: readers that compare it literally fail",
             .remedy = "write '" + upper(*word) + "'",
             .clause = "FITS 4.0, section 9.2.1, time scale, and " + where});
  if (*scale == TimeScale::utc)
    out.add({.severity = Severity::note,
             .code = "timesys-utc",
             .keyword_or_column = "TIMESYS",
             .message =
                 "seconds are counted in UTC: whether leap seconds since MJDREF are in TIME the format "
                 "does not say, and readers may differ by them",
             .remedy = "prefer TT",
             .clause = where});
}

void check_timeref(FitsHeader const& header, Findings const& out) {
  std::optional<std::string> const word = header.text("TIMEREF");
  if (!word) return;
  constexpr std::array<std::string_view, 12> known{
      "LOCAL",      "SOLARSYSTEM", "HELIOCENTRIC", "GEOCENTRIC",   "TOPOCENTER", "GEOCENTER",
      "BARYCENTER", "HELIOCENTER", "RELOCATABLE",  "EMBARYCENTER", "TOPOCENT",   "GEOCENTE"};
  std::string const where = clause(gadf_version(header), section_time_formats);
  bool found = false;
  for (std::string_view one : known) found = found || same_word(one, *word);
  if (!found) {
    out.add(
        {.severity = Severity::warning,
         .code = "timeref-unknown",
         .keyword_or_column = "TIMEREF",
         .message = "'" + *word + "' is no place the format knows: whether times are barycentric is unclear",
         .remedy = "write LOCAL or TOPOCENTER",
         .clause = where});
  } else if (upper(*word) != *word) {
    out.add(
        {.severity = Severity::note,
         .code = "timeref-case",
         .keyword_or_column = "TIMEREF",
         .message = "'" + *word + "' is not in capitals: readers that compare it literally do not know it",
         .remedy = "write '" + upper(*word) + "'",
         .clause = where});
  }
}

void check_timeunit(FitsHeader const& header, Findings const& out) {
  std::optional<std::string> const word = header.text("TIMEUNIT");
  if (!word || *word == "s") return;
  out.add({.severity = Severity::error,
           .code = "timeunit-not-seconds",
           .keyword_or_column = "TIMEUNIT",
           .message = "the unit of TSTART and TSTOP is '" + *word + "': readers take seconds",
           .remedy = "write seconds and 's'",
           .clause = clause(gadf_version(header), section_time_formats)});
}

void check_plausible_reference(FitsHeader const& header, Findings const& out) {
  std::optional<TimeReference> const reference = readable_reference(header);
  std::optional<double> const tstart = real_value(header, "TSTART");
  if (!reference || !tstart) return;
  // Cherenkov astronomy began in 1953; nobody writes data of 2100.
  double const mjd = reference->time_of(*tstart).mjd_tt();
  if (mjd > 34000 && mjd < 88000) return;
  out.add({.severity = Severity::error,
           .code = "time-implausible",
           .keyword_or_column = "TSTART",
           .message = "MJDREF and TSTART put the run at MJD " + shortest(std::floor(mjd)) +
                      ": one of them is wrong, and with it every time",
           .remedy = "correct MJDREFI, MJDREFF or TSTART",
           .clause = clause(gadf_version(header), section_time_formats)});
}

/// The date of a start or end as the header spells it: DATE-OBS alone, or with TIME-OBS; underscores are
/// met too.
struct WrittenDate {
  std::string keyword, text;
  bool has_time = false;
};
std::optional<WrittenDate> written_date(FitsHeader const& header, std::string const& end) {
  for (char const joint : {'-', '_'}) {
    std::string const keyword = std::string("DATE") + joint + end;
    std::optional<std::string> text = header.text(keyword);
    if (!text) continue;
    bool const complete = text->find_first_of("T ") != text->npos;
    std::optional<std::string> const clock = header.text(std::string("TIME") + joint + end);
    if (!complete && clock) *text += "T" + *clock;
    return WrittenDate{keyword, *text, complete || clock.has_value()};
  }
  return std::nullopt;
}

void check_date(FitsHeader const& header, WrittenDate const& date, TimeReference const& reference,
                double met_s, Findings const& out) {
  std::string const where = clause(gadf_version(header), section_time_formats);
  auto const off_by = [&](TimeScale scale) -> std::optional<double> {
    std::string const text = date.has_time ? date.text : date.text + "T00:00:00";
    Result<TimePoint, std::string> const point = parse_time(text, scale);
    if (!point || !point->absolute) return std::nullopt;
    return in_seconds(*point->absolute - reference.time_of(met_s));
  };
  std::optional<double> const own = off_by(reference.scale);
  std::string const scale(word_of(reference.scale));
  if (!own) {
    out.add({.severity = Severity::warning,
             .code = "date-unreadable",
             .keyword_or_column = date.keyword,
             .message = "'" + date.text + "' is no ISO 8601 date",
             .remedy = "write yyyy-mm-ddTHH:MM:SS.fff",
             .clause = "FITS 4.0, section 9.1.1, ISO-8601 datetime strings"});
    return;
  }
  if (!date.has_time && *own > -day_s - second_digits_s && *own < 70 + second_digits_s) return;
  double const utc = off_by(TimeScale::utc).value_or(*own);
  double const least = std::abs(utc) < std::abs(*own) ? utc : *own;
  std::string const met_keyword = date.keyword.ends_with("END") ? "TSTOP" : "TSTART";
  bool const in_own_scale = std::abs(*own) < second_digits_s;
  bool const in_utc = std::abs(utc) < second_digits_s;
  if (in_own_scale && reference.scale == TimeScale::utc) return;
  if (in_own_scale) {
    out.add({.severity = Severity::note,
             .code = "date-not-utc",
             .keyword_or_column = date.keyword,
             .message = "the date is in " + scale +
                        " (TIMESYS) without saying so: taken for UTC it is about a "
                        "minute late",
             .remedy = "nothing to correct; readers must take the scale from TIMESYS",
             .clause = where});
  } else if (in_utc) {
    out.add({.severity = Severity::note,
             .code = "date-in-utc",
             .keyword_or_column = date.keyword,
             .message = "the date is in UTC, TIMESYS is " + scale + ": taken for " + scale +
                        " it is about a minute early",
             .remedy = "write dates in the scale of TIMESYS",
             .clause = where});
  } else {
    out.add({.severity = Severity::warning,
             .code = "date-inconsistent",
             .keyword_or_column = date.keyword,
             .message = "the date '" + date.text + "' is " + shortest(std::round(least * 1000) / 1000) +
                        " s off what " + met_keyword + " says, read in the scale that fits best",
             .remedy = "correct the one that is wrong",
             .clause = where});
  }
}

}  // namespace

std::optional<TimeReference> readable_reference(FitsHeader const& header) {
  try {
    return time_reference(header);
  } catch (Failure const&) {
    return std::nullopt;  // check_time_reference reports what is missing
  }
}

void check_time_reference(FitsHeader const& header, std::string const& where, Findings const& out) {
  for (KeywordRule const& rule : time_keywords()) {
    bool const has_default = rule.keyword == "TIMEUNIT" || rule.keyword == "TIMEREF";
    bool const whole_mjdref = rule.keyword.starts_with("MJDREF") && header.text("MJDREF").has_value();
    Severity const severity = has_default || whole_mjdref ? Severity::warning : Severity::error;
    check_keywords(header, {&rule, 1}, severity, where, out);
  }
  check_timesys(header, out);
  check_timeref(header, out);
  check_timeunit(header, out);
  check_plausible_reference(header, out);
}

void check_dates(FitsHeader const& header, Findings const& out) {
  std::optional<TimeReference> const reference = readable_reference(header);
  for (std::string const end : {"OBS", "END"}) {
    std::optional<WrittenDate> const date = written_date(header, end);
    if (!date) continue;
    if (date->keyword[4] == '_')
      out.add({.severity = Severity::note,
               .code = "date-with-underscore",
               .keyword_or_column = date->keyword,
               .message =
                   "the keyword is spelt with an underscore instead of a hyphen: readers that look for "
                   "the standard name do not find it",
               .remedy = "write DATE-OBS, TIME-OBS, DATE-END, TIME-END",
               .clause = clause(gadf_version(header), section_time_formats)});
    std::optional<double> const met = real_value(header, end == "OBS" ? "TSTART" : "TSTOP");
    if (reference && met) check_date(header, *date, *reference, *met, out);
  }
}

}  // namespace engine

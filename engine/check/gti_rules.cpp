#include "engine/check/gti_rules.hpp"

#include <cmath>

#include "engine/base/text.hpp"
#include "engine/check/attempt.hpp"
#include "engine/check/column_rules.hpp"
#include "engine/check/header_rules.hpp"
#include "engine/check/time_rules.hpp"

namespace engine {

namespace {

constexpr double time_digits_s = 0.01;  // headers are written with limited digits

std::string in_milliseconds(double s) { return shortest(std::round(s * 1000) / 1000) + " s"; }

void check_intervals(std::vector<double> const& start_s, std::vector<double> const& stop_s,
                     std::vector<MetRange>& usable, std::string const& where, Findings const& out) {
  std::uint64_t undefined = 0, reversed = 0, unsorted = 0, overlapping = 0;
  double last_start = -HUGE_VAL, latest_stop = -HUGE_VAL;
  for (std::size_t i = 0; i < start_s.size() && i < stop_s.size(); ++i) {
    if (!std::isfinite(start_s[i]) || !std::isfinite(stop_s[i])) {
      ++undefined;
    } else if (stop_s[i] <= start_s[i]) {
      ++reversed;
    } else {
      unsorted += start_s[i] < last_start ? 1 : 0;
      overlapping += start_s[i] < latest_stop && start_s[i] >= last_start ? 1 : 0;
      last_start = start_s[i];
      latest_stop = std::max(latest_stop, stop_s[i]);
      usable.push_back({start_s[i], stop_s[i]});
    }
  }
  auto const report = [&](std::uint64_t count, Severity severity, std::string code, std::string message) {
    if (count == 0) return;
    out.add({.severity = severity,
             .code = std::move(code),
             .keyword_or_column = "START",
             .message = std::move(message),
             .remedy = "write intervals in order of time that do not overlap",
             .clause = where,
             .count = count});
  };
  report(undefined, Severity::error, "gti-not-finite", "intervals have a bound that is no finite number");
  report(reversed, Severity::error, "gti-reversed",
         "intervals stop before or when they start: their events are lost and ONTIME comes out wrong");
  report(unsorted, Severity::note, "gti-unsorted", "intervals are not in order of time");
  report(overlapping, Severity::warning, "gti-overlapping",
         "intervals overlap: readers that add up their lengths count time twice");
}

}  // namespace

std::optional<GtiFacts> check_gti(SurveyedFile& file, SurveyedHdu const& hdu, Findings const& out) {
  GadfVersion const version = gadf_version(hdu.header);
  std::string const where = clause(version, section_gti_columns);
  check_keywords(hdu.header, class_keywords(), Severity::warning, clause(version, section_hdu_classes), out);
  check_time_reference(hdu.header, clause(version, section_gti_keywords), out);
  check_repeated_keywords(hdu.header, out);
  if (!hdu.table) return std::nullopt;
  if (hdu.table->rows == 0) {
    out.add({.severity = Severity::error,
             .code = "gti-empty",
             .message = "there is no interval: read strictly, no event of the run is good",
             .remedy = "write at least one row with the start and end of the observation",
             .clause = where});
    return std::nullopt;
  }
  ColumnRule const bound{.name = "START", .good_codes = "D", .lossy_codes = "E", .measure = Measure::time};
  ColumnRule other = bound;
  other.name = "STOP";
  FitsColumn const* start = check_column(*hdu.table, bound, Severity::error, where, out);
  FitsColumn const* stop = check_column(*hdu.table, other, Severity::error, where, out);
  if (start == nullptr || stop == nullptr) return std::nullopt;
  std::optional<GtiFacts> facts;
  attempt(out, [&] {
    std::vector<MetRange> usable;
    check_intervals(values_of(*file.file, *hdu.table, *start, Measure::time),
                    values_of(*file.file, *hdu.table, *stop, Measure::time), usable, where, out);
    facts = GtiFacts{GoodTimes(std::move(usable)), readable_reference(hdu.header)};
  });
  return facts;
}

GoodTimes in_seconds_of(EventsFacts const& events, GtiFacts const& gti) {
  if (!events.reference || !gti.reference) return gti.good_times;
  double const shift_s = in_seconds(gti.reference->zero - events.reference->zero);
  if (shift_s == 0) return gti.good_times;
  std::vector<MetRange> shifted = gti.good_times.ranges();
  for (MetRange& range : shifted) {
    range.start_s += shift_s;
    range.stop_s += shift_s;
  }
  return GoodTimes(std::move(shifted));
}

void check_gti_of_events(EventsFacts const& events, GtiFacts const& gti, Findings const& out) {
  std::string const where = clause(events.version, section_gti_columns);
  if (events.reference && gti.reference && events.reference->zero != gti.reference->zero)
    out.add({.severity = Severity::error,
             .code = "gti-other-reference",
             .keyword_or_column = "MJDREFI",
             .message = "GTI and EVENTS count from different instants (" +
                        in_milliseconds(in_seconds(gti.reference->zero - events.reference->zero)) +
                        " apart): readers that compare the columns directly lose events",
             .remedy = "write both with one MJDREF and TIMESYS",
             .clause = clause(events.version, section_gti_keywords)});
  GoodTimes const good = in_seconds_of(events, gti);
  if (good.ranges().empty()) return;
  double const first = good.ranges().front().start_s, last = good.ranges().back().stop_s;
  auto const outside = [&](std::string const& keyword, double by_s) {
    out.add({.severity = Severity::warning,
             .code = "gti-beyond-run",
             .keyword_or_column = keyword,
             .message = "the good time intervals reach " + in_milliseconds(by_s) + " beyond " + keyword +
                        ": a cut at " + keyword + " loses that time",
             .remedy = "correct " + keyword + " or the intervals",
             .clause = where});
  };
  if (events.tstart_s && first < *events.tstart_s - time_digits_s)
    outside("TSTART", *events.tstart_s - first);
  if (events.tstop_s && last > *events.tstop_s + time_digits_s) outside("TSTOP", last - *events.tstop_s);
  if (events.ontime_s && std::abs(*events.ontime_s - good.ontime_s()) > time_digits_s)
    out.add({.severity = Severity::error,
             .code = "ontime-not-gti-sum",
             .keyword_or_column = "ONTIME",
             .message = "ONTIME is " + in_milliseconds(*events.ontime_s) +
                        ", the good time intervals sum to " + in_milliseconds(good.ontime_s()) +
                        ": exposures differ with what a reader uses",
             .remedy = "write ONTIME as the sum of the intervals",
             .clause = clause(events.version, section_events_keywords)});
}

}  // namespace engine

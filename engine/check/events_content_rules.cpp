#include "engine/check/events_content_rules.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/text.hpp"
#include "engine/model/sky.hpp"

namespace engine {

namespace {

/// The checks of one table share these.
struct Content {
  FitsFile& file;
  FitsTable const& table;
  EventsFacts const& facts;
  EventsLimits const& limits;
  Findings const& out;

  std::string of_all(std::uint64_t count) const {
    return std::to_string(count) + " of " + std::to_string(table.rows) + " events ";
  }
  void report(std::uint64_t count, Severity severity, std::string code, std::string column,
              std::string message, std::string remedy, std::string_view section) const {
    if (count == 0) return;
    out.add({.severity = severity,
             .code = std::move(code),
             .keyword_or_column = std::move(column),
             .message = of_all(count) + message,
             .remedy = std::move(remedy),
             .clause = clause(facts.version, section),
             .count = count});
  }
};

template <class Condition>
std::uint64_t how_many(std::vector<double> const& values, Condition holds) {
  return static_cast<std::uint64_t>(std::count_if(values.begin(), values.end(), holds));
}

std::string rounded(double value) { return shortest(std::round(value * 1000) / 1000); }

void check_finite(Content const& content, std::string const& column, std::vector<double> const& values) {
  content.report(how_many(values, [](double v) { return !std::isfinite(v); }), Severity::error,
                 "value-not-finite", column,
                 "have no finite " + column + ": readers drop them, count them anywhere, or stop",
                 "leave such events out", section_events_columns);
}

void check_outside_good_times(Content const& content, std::vector<double> const& met_s) {
  if (!content.limits.good_times || content.limits.good_times->ranges().empty()) return;
  GoodTimes const& good = *content.limits.good_times;
  double const first = good.ranges().front().start_s, last = good.ranges().back().stop_s;
  std::uint64_t outside = 0;
  double furthest_s = 0;
  for (double const met : met_s) {
    if (!std::isfinite(met) || good.contains(met)) continue;
    ++outside;
    furthest_s = std::max({furthest_s, first - met, met - last});
  }
  content.report(outside, Severity::error, "events-outside-gti", "TIME",
                 "lie outside the good time intervals, up to " + rounded(furthest_s) +
                     " s before the first or after the last: tools that do not apply GTIs count them without "
                     "their exposure",
                 "write GTI bounds with fractions of a second, or leave the events out",
                 section_events_overview);
}

void check_times(Content const& content, std::vector<double> const& met_s) {
  check_finite(content, "TIME", met_s);
  std::uint64_t steps_back = 0;
  for (std::size_t i = 1; i < met_s.size(); ++i) steps_back += met_s[i] < met_s[i - 1] ? 1 : 0;
  content.report(steps_back, Severity::note, "time-not-sorted", "TIME",
                 "are earlier than the event before them: readers that stop at a time, or search by halving, "
                 "lose events",
                 "sort the events by TIME", section_events_overview);
  check_outside_good_times(content, met_s);
}

void check_far_directions(Content const& content, std::vector<double> const& ra_deg,
                          std::vector<double> const& dec_deg) {
  EventsFacts const& facts = content.facts;
  bool const known =
      !facts.drift && facts.ra_pnt_deg && facts.dec_pnt_deg && std::abs(*facts.dec_pnt_deg) <= 90;
  if (!known) return;
  Vector3 const pointing = Direction<Icrs>::at(degrees(*facts.ra_pnt_deg), degrees(*facts.dec_pnt_deg)).xyz();
  std::uint64_t far = 0;
  double furthest_deg = 0;
  for (std::size_t i = 0; i < ra_deg.size(); ++i) {
    if (!std::isfinite(ra_deg[i]) || !(std::abs(dec_deg[i]) <= 90)) continue;
    Vector3 const event = Direction<Icrs>::at(degrees(ra_deg[i]), degrees(dec_deg[i])).xyz();
    double const apart_deg = in_degrees(separation(pointing, event));
    far += apart_deg > far_from_pointing_deg ? 1 : 0;
    furthest_deg = std::max(furthest_deg, apart_deg);
  }
  content.report(
      far, Severity::note, "direction-far-from-pointing", "RA",
      "are more than " + shortest(far_from_pointing_deg) + " deg from the pointing, up to " +
          rounded(furthest_deg) +
          " deg: reconstructions that failed; projections and automatic map sizes must survive them",
      "leave such events out", section_events_columns);
}

void check_directions(Content const& content, std::vector<double> const& ra_deg,
                      std::vector<double> const& dec_deg) {
  check_finite(content, "RA", ra_deg);
  check_finite(content, "DEC", dec_deg);
  auto const out_of_turn = [](double v) { return std::isfinite(v) && (v < 0 || v >= 360); };
  auto const by_ra = std::minmax_element(ra_deg.begin(), ra_deg.end());
  std::string const range =
      ra_deg.empty() ? "" : " (" + rounded(*by_ra.first) + " to " + rounded(*by_ra.second) + " deg)";
  content.report(how_many(ra_deg, out_of_turn), Severity::warning, "ra-out-of-range", "RA",
                 "have RA outside 0..360" + range + ": cuts in RA lose them", "add or subtract 360 deg",
                 section_radec);
  content.report(how_many(dec_deg, [](double v) { return std::isfinite(v) && std::abs(v) > 90; }),
                 Severity::error, "dec-impossible", "DEC",
                 "have DEC outside -90..90: they are nowhere on the sky", "leave such events out",
                 section_radec);
  check_far_directions(content, ra_deg, dec_deg);
}

void check_energies(Content const& content, std::vector<double> const& energy_tev) {
  check_finite(content, "ENERGY", energy_tev);
  content.report(how_many(energy_tev, [](double e) { return e <= 0; }), Severity::error,
                 "energy-not-positive", "ENERGY", "have an energy of zero or less", "leave such events out",
                 section_events_columns);
  // The thresholds are tests of people, the energies 32-bit: an event at the edge is inside.
  if (std::optional<double> const lo = content.limits.lo_thres_tev)
    content.report(how_many(energy_tev, [&](double e) { return e < *lo; }), Severity::note,
                   "energy-below-threshold", "ENERGY",
                   "are below the safe threshold LO_THRES = " + shortest(*lo) +
                       " TeV of the effective area: spectra that use them are biased",
                   "apply LO_THRES when making spectra", section_aeff_2d);
  if (std::optional<double> const hi = content.limits.hi_thres_tev)
    content.report(how_many(energy_tev, [&](double e) { return e > *hi; }), Severity::note,
                   "energy-above-threshold", "ENERGY",
                   "are above the safe threshold HI_THRES = " + shortest(*hi) + " TeV of the effective area",
                   "apply HI_THRES when making spectra", section_aeff_2d);
}

void check_ids(Content const& content, std::vector<std::int64_t> ids) {
  if (ids.empty()) return;
  std::sort(ids.begin(), ids.end());
  std::uint64_t repeated = 0;
  for (std::size_t i = 1; i < ids.size(); ++i) repeated += ids[i] == ids[i - 1] ? 1 : 0;
  content.report(repeated, Severity::warning, "event-id-repeated", "EVENT_ID",
                 "repeat the EVENT_ID of another: they cannot be told apart when tables are compared",
                 "give each event of a run its own id", section_event_id);
  constexpr std::int64_t most_32 = std::numeric_limits<std::int32_t>::max();
  auto const beyond = static_cast<std::uint64_t>(std::count_if(
      ids.begin(), ids.end(), [](std::int64_t id) { return id > most_32 || id < -most_32 - 1; }));
  content.report(beyond, Severity::note, "event-id-needs-64-bits", "EVENT_ID",
                 "have an id beyond 32 bits (up to " + std::to_string(ids.back()) +
                     "): tools that keep 32 bits write other ids",
                 "nothing to correct; tools must keep 64 bits", section_event_id);
}

}  // namespace

void check_events_content(FitsFile& file, FitsTable const& table, EventsColumns const& columns,
                          EventsFacts const& facts, EventsLimits const& limits, Findings const& out) {
  Content const content{file, table, facts, limits, out};
  if (table.rows == 0) {
    out.add({.severity = Severity::note,
             .code = "no-events",
             .message = "the table has no rows",
             .remedy = "check that the run was written completely",
             .clause = clause(facts.version, section_events_overview)});
    return;
  }
  auto const scalar = [](FitsColumn const* column) { return column != nullptr && column->repeat == 1; };
  if (scalar(columns.time)) check_times(content, values_of(file, table, *columns.time, Measure::time));
  if (scalar(columns.ra) && scalar(columns.dec))
    check_directions(content, values_of(file, table, *columns.ra, Measure::angle),
                     values_of(file, table, *columns.dec, Measure::angle));
  if (scalar(columns.energy))
    check_energies(content, values_of(file, table, *columns.energy, Measure::energy));
  bool const whole_ids =
      scalar(columns.event_id) && columns.event_id->code != 'E' && columns.event_id->code != 'D';
  if (whole_ids) check_ids(content, file.integers(table, "EVENT_ID"));
}

}  // namespace engine

#include "engine/check/events_column_rules.hpp"

#include <map>

#include "engine/base/text.hpp"

namespace engine {

namespace {

void check_repeated_names(FitsTable const& table, Findings const& out) {
  std::map<std::string, std::uint64_t> times;
  for (FitsColumn const& column : table.columns) ++times[upper(column.name)];
  for (auto const& [name, count] : times)
    if (count > 1)
      out.add({.severity = Severity::error,
               .code = "column-repeated",
               .keyword_or_column = name,
               .message = "several columns have this name: which one is read depends on the reader",
               .remedy = "rename all but one",
               .clause = "FITS 4.0, section 7.3.1, TTYPEn",
               .count = count});
}

void check_unsigned_id(FitsColumn const& id, std::string const& where, Findings const& out) {
  if (id.zero == 0) return;
  out.add({.severity = Severity::note,
           .code = "event-id-unsigned",
           .keyword_or_column = "EVENT_ID",
           .message = "ids are unsigned by TZERO = " + shortest(id.zero) +
                      ": a reader that leaves TZERO out finds negative ids",
           .remedy = "write signed 64-bit integers",
           .clause = where});
}

}  // namespace

EventsColumns check_events_columns(SurveyedHdu const& hdu, Findings const& out) {
  if (!hdu.table) return {};
  FitsTable const& table = *hdu.table;
  std::string const where = clause(gadf_version(hdu.header), section_events_columns);
  auto const column = [&](ColumnRule const& rule, Severity if_missing) {
    return check_column(table, rule, if_missing, where, out);
  };
  EventsColumns const columns{
      .event_id = column({.name = "EVENT_ID", .good_codes = "K", .lossy_codes = ""}, Severity::warning),
      .time = column({.name = "TIME", .good_codes = "D", .lossy_codes = "E", .measure = Measure::time},
                     Severity::error),
      .ra = column({.name = "RA", .good_codes = "ED", .lossy_codes = "", .measure = Measure::angle},
                   Severity::error),
      .dec = column({.name = "DEC", .good_codes = "ED", .lossy_codes = "", .measure = Measure::angle},
                    Severity::error),
      .energy = column({.name = "ENERGY", .good_codes = "ED", .lossy_codes = "", .measure = Measure::energy},
                       Severity::error)};
  check_repeated_names(table, out);
  if (columns.event_id != nullptr) check_unsigned_id(*columns.event_id, where, out);
  return columns;
}

}  // namespace engine

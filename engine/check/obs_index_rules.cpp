#include "engine/check/obs_index_rules.hpp"

#include <cmath>

#include "engine/base/text.hpp"
#include "engine/check/column_rules.hpp"
#include "engine/check/events_facts.hpp"
#include "engine/check/header_rules.hpp"
#include "engine/check/index_table.hpp"
#include "engine/check/time_rules.hpp"
#include "engine/io/fits_header.hpp"
#include "engine/model/sky.hpp"

namespace engine {

namespace {

constexpr double pointing_tolerance_deg = 1e-3;  // 32-bit floats keep 3e-5 deg
constexpr double time_tolerance_s = 1;

void check_header(IndexTable const& index, Findings const& out) {
  FitsHeader const& header = index.hdu->header;
  std::string const where = clause(index.version, section_obs_index_keywords);
  check_time_reference(header, where, out);
  check_keywords(header, location_keywords(), Severity::note, where, out);
}

void check_columns(IndexTable const& index, Findings const& out) {
  std::string const where = clause(index.version, section_obs_index_columns);
  FitsTable const& table = index.table();
  auto const number = [&](std::string_view name, Measure measure, std::string_view good,
                          std::string_view lossy) {
    check_column(table, {.name = name, .good_codes = good, .lossy_codes = lossy, .measure = measure},
                 Severity::warning, where, out);
  };
  check_column(table, {.name = "OBS_ID", .good_codes = "KJIB", .lossy_codes = ""}, Severity::error, where,
               out);
  number("RA_PNT", Measure::angle, "DE", "");
  number("DEC_PNT", Measure::angle, "DE", "");
  number("TSTART", Measure::time, "D", "E");
  number("TSTOP", Measure::time, "D", "E");
  if (table.find("OBS_MODE") == nullptr)
    out.add({.severity = index.version == GadfVersion::v0_3 ? Severity::warning : Severity::note,
             .code = "index-without-obs-mode",
             .keyword_or_column = "OBS_MODE",
             .message =
                 "the column is absent (free in 0.2, mandatory from 0.3 on): drift scans cannot be told "
                 "from pointed runs",
             .remedy = "add the column",
             .clause = clause(GadfVersion::v0_3, section_obs_index_columns)});
  if (table.find("OBJECT") == nullptr)
    out.add(
        {.severity = Severity::note,
         .code = "index-without-object",
         .keyword_or_column = "OBJECT",
         .message = "the index names no targets: to choose runs by target all event headers must be opened",
         .remedy = "add the column",
         .clause = clause(index.version, section_obs_index_optional)});
}

/// Finite values of a scalar numeric column in the format's unit; nothing for rows or tables without.
std::vector<std::optional<double>> numbers_or_nothing(IndexTable& index, std::string_view name,
                                                      Measure measure) {
  std::vector<std::optional<double>> out(index.table().rows);
  FitsColumn const* column = index.table().find(name);
  if (column == nullptr || !is_numeric(*column) || column->repeat != 1) return out;
  std::vector<double> const values = values_of(*index.file.file, index.table(), *column, measure);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (std::isfinite(values[i])) out[i] = values[i];
  return out;
}

void add_mismatch(Findings const& out, std::string const& name, std::string const& indexed,
                  std::string const& in_header, GadfVersion version) {
  out.add({.severity = Severity::error,
           .code = "index-header-mismatch",
           .keyword_or_column = name,
           .message = "the observation index says " + indexed + ", the run's file says " + in_header +
                      ": what is chosen by the index is not what is read",
           .remedy = "make the index anew from the files",
           .clause = clause(version, section_obs_index_columns)});
}

}  // namespace

std::map<std::int64_t, ObsIndexRow> check_obs_index(std::string const& path, Findings const& out) {
  IndexTable index = open_index_table(path, {"OBS_ID"}, "OBS", out);
  if (index.hdu == nullptr) return {};
  Findings const here = out.in(index.hdu->name);
  check_header(index, here);
  check_columns(index, here);
  std::vector<std::int64_t> const ids = index.file.file->integers(index.table(), "OBS_ID");
  auto const ra = numbers_or_nothing(index, "RA_PNT", Measure::angle);
  auto const dec = numbers_or_nothing(index, "DEC_PNT", Measure::angle);
  auto const start = numbers_or_nothing(index, "TSTART", Measure::time);
  auto const stop = numbers_or_nothing(index, "TSTOP", Measure::time);
  auto const counts = numbers_or_nothing(index, "EVENT_COUNT", Measure::anything);
  std::vector<std::string> const objects = texts_or_empty(index, "OBJECT");
  FitsColumn const* start_column = index.table().find("TSTART");
  bool const coarse = start_column != nullptr && start_column->code == 'E';
  std::optional<TimeReference> const reference = readable_reference(index.hdu->header);
  std::map<std::int64_t, ObsIndexRow> runs;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    ObsIndexRow const run{.ra_deg = ra[i],
                          .dec_deg = dec[i],
                          .tstart_s = start[i],
                          .tstop_s = stop[i],
                          .coarse_times = coarse,
                          .event_count = counts[i] && std::abs(*counts[i]) < 1e15
                                             ? std::optional(static_cast<std::int64_t>(*counts[i]))
                                             : std::nullopt,
                          .object = objects[i],
                          .reference = reference};
    if (runs.try_emplace(ids[i], run).second) continue;
    here.of_run(ids[i]).add({.severity = Severity::error,
                             .code = "obs-id-repeated",
                             .keyword_or_column = "OBS_ID",
                             .message = "the index has several rows for one run: it is counted twice",
                             .remedy = "keep one row per run",
                             .clause = clause(index.version, section_obs_index_columns)});
  }
  return runs;
}

void check_index_against_header(ObsIndexRow const& indexed, FitsHeader const& header, std::size_t rows,
                                Findings const& out) {
  EventsFacts const facts = events_facts(header);
  GadfVersion const version = facts.version;
  bool const pointed = indexed.ra_deg && indexed.dec_deg && facts.ra_pnt_deg && facts.dec_pnt_deg &&
                       std::abs(*indexed.dec_deg) <= 90 && std::abs(*facts.dec_pnt_deg) <= 90;
  if (pointed) {
    auto const direction = [](double ra_deg, double dec_deg) {
      return Direction<Icrs>::at(degrees(ra_deg), degrees(dec_deg));
    };
    Angle const apart = separation(direction(*indexed.ra_deg, *indexed.dec_deg),
                                   direction(*facts.ra_pnt_deg, *facts.dec_pnt_deg));
    if (in_degrees(apart) > pointing_tolerance_deg)
      add_mismatch(out, "RA_PNT", shortest(*indexed.ra_deg) + " " + shortest(*indexed.dec_deg) + " deg",
                   shortest(*facts.ra_pnt_deg) + " " + shortest(*facts.dec_pnt_deg) + " deg", version);
  }
  bool const same_zero =
      !indexed.reference || !facts.reference || indexed.reference->zero == facts.reference->zero;
  auto const compare_time = [&](std::string const& name, std::optional<double> a, std::optional<double> b) {
    if (a && b && same_zero && std::abs(*a - *b) > time_tolerance_s)
      add_mismatch(out, name, shortest(*a) + " s", shortest(*b) + " s", version);
  };
  if (!same_zero)
    add_mismatch(out, "MJDREFI", "MJD " + shortest(indexed.reference->zero.mjd_tt()),
                 "MJD " + shortest(facts.reference->zero.mjd_tt()), version);
  if (!indexed.coarse_times) {
    compare_time("TSTART", indexed.tstart_s, facts.tstart_s);
    compare_time("TSTOP", indexed.tstop_s, facts.tstop_s);
  }
  if (indexed.event_count && *indexed.event_count != static_cast<std::int64_t>(rows))
    add_mismatch(out, "EVENT_COUNT", std::to_string(*indexed.event_count), std::to_string(rows), version);
  std::string const object = header.text("OBJECT").value_or("");
  if (!indexed.object.empty() && !object.empty() && !same_word(indexed.object, object))
    out.add({.severity = Severity::warning,
             .code = "index-object-differs",
             .keyword_or_column = "OBJECT",
             .message = "the index calls the target '" + indexed.object + "', the file '" + object +
                        "': a choice by name depends on which is asked",
             .remedy = "use one name",
             .clause = clause(version, section_obs_index_optional)});
}

}  // namespace engine

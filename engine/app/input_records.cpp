#include "engine/app/input_records.hpp"

#include "engine/app/wire.hpp"
#include "engine/base/failure.hpp"
#include "engine/io/fits_events.hpp"

namespace engine {

namespace {

GoodTimes good_times_or_span(EventSource const& source, bool needed) {
  ObservationHeader const& header = source.header();
  if (needed) return source.good_times();
  try {
    return source.good_times();
  } catch (Failure const&) {  // they are ignored by request: their absence is no failure
    if (header.tstart_s && header.tstop_s) return GoodTimes({{*header.tstart_s, *header.tstop_s}});
    return {};
  }
}

/// Livetime per second of good time: DEADC, or what LIVETIME and ONTIME imply where it is absent.
double live_fraction(ObservationHeader const& header) {
  if (header.deadc_known) return 1 - header.dead_time_fraction;
  bool const both = header.livetime_s && header.ontime_s && *header.ontime_s > 0;
  return both && *header.livetime_s > 0 && *header.livetime_s <= *header.ontime_s
             ? *header.livetime_s / *header.ontime_s
             : 1;
}

/// EXTNAME as the file spells it: the same whether an index (in its own spelling) or nothing named the table.
std::string hdu_name(HduLocation const& named, EventSource const& source) {
  auto const* const fits = dynamic_cast<FitsEvents const*>(&source);
  return fits == nullptr ? named.hdu : fits->events_header().text("EXTNAME").value_or(named.hdu);
}

void write_direction(WireWriter& out, std::optional<Direction<Icrs>> const& direction) {
  Vector3 const v = direction ? direction->xyz() : Vector3{};
  out.number(direction ? 1 : 0);
  for (double const component : v) out.real(component);
}

std::optional<Direction<Icrs>> read_direction(WireReader& in) {
  bool const present = in.number() != 0;
  Vector3 v{};
  for (double& component : v) component = in.real();
  return present ? std::optional(Direction<Icrs>::unit(v)) : std::nullopt;
}

void write_header(WireWriter& out, ObservationHeader const& h) {
  out.number(h.id);
  for (std::string const* text : {&h.object, &h.telescope, &h.instrument, &h.origin, &h.observer})
    out.text(*text);
  write_direction(out, h.pointing);
  write_direction(out, h.object_position);
  out.real(in_seconds(h.time.zero.tt()));
  out.number(static_cast<std::int64_t>(h.time.scale));
  out.number(h.time.mjdrefi);
  out.real(h.time.mjdreff);
  for (std::optional<double> const* value : {&h.tstart_s, &h.tstop_s, &h.ontime_s, &h.livetime_s})
    out.optional_real(*value);
  out.real(h.dead_time_fraction);
  out.number(h.deadc_known ? 1 : 0);
}

ObservationHeader read_header(WireReader& in) {
  ObservationHeader h;
  h.id = in.number();
  for (std::string* text : {&h.object, &h.telescope, &h.instrument, &h.origin, &h.observer})
    *text = in.text();
  h.pointing = read_direction(in);
  h.object_position = read_direction(in);
  h.time.zero = Time::from_tt(seconds(in.real()));
  h.time.scale = static_cast<TimeScale>(in.number());
  h.time.mjdrefi = static_cast<int>(in.number());
  h.time.mjdreff = in.real();
  for (std::optional<double>* value : {&h.tstart_s, &h.tstop_s, &h.ontime_s, &h.livetime_s})
    *value = in.optional_real();
  h.dead_time_fraction = in.real();
  h.deadc_known = in.number() != 0;
  return h;
}

void write_tables(WireWriter& out, std::vector<UsedTable> const& tables) {
  out.number(static_cast<std::int64_t>(tables.size()));
  for (UsedTable const& table : tables) {
    for (std::string const* text : {&table.role, &table.hdu_class, &table.file, &table.hdu, &table.datasum})
      out.text(*text);
    out.number(static_cast<std::int64_t>(table.rows));
  }
}

std::vector<UsedTable> read_tables(WireReader& in) {
  std::vector<UsedTable> tables(static_cast<std::size_t>(in.number()));
  for (UsedTable& table : tables) {
    for (std::string* text : {&table.role, &table.hdu_class, &table.file, &table.hdu, &table.datasum})
      *text = in.text();
    table.rows = static_cast<std::uint64_t>(in.number());
  }
  return tables;
}

}  // namespace

void write_record(WireWriter& out, InputRecord const& record) {
  out.text(record.observation.events.hdu);
  write_header(out, record.header);
  out.number(static_cast<std::int64_t>(record.flow.read));
  out.number(static_cast<std::int64_t>(record.flow.kept));
  for (std::uint64_t const n : record.flow.removed) out.number(static_cast<std::int64_t>(n));
  out.number(static_cast<std::int64_t>(record.gti.ranges().size()));
  for (MetRange const& r : record.gti.ranges()) {
    out.real(r.start_s);
    out.real(r.stop_s);
  }
  out.real(record.ontime_s);
  out.real(record.livetime_s);
  write_tables(out, record.tables);
}

InputRecord read_record(WireReader& in, Observation const& run) {
  InputRecord record;
  record.observation = run;
  record.observation.events.hdu = in.text();
  record.header = read_header(in);
  record.flow.read = static_cast<std::uint64_t>(in.number());
  record.flow.kept = static_cast<std::uint64_t>(in.number());
  for (std::uint64_t& n : record.flow.removed) n = static_cast<std::uint64_t>(in.number());
  std::vector<MetRange> ranges(static_cast<std::size_t>(in.number()));
  for (MetRange& r : ranges) {
    r.start_s = in.real();
    r.stop_s = in.real();
  }
  record.gti = GoodTimes(std::move(ranges));
  record.ontime_s = in.real();
  record.livetime_s = in.real();
  record.tables = read_tables(in);
  return record;
}

InputRecord input_record(Observation const& run, EventSource const& source,
                         PreparedSelection const& selection) {
  InputRecord record;
  record.observation = run;
  record.observation.events.hdu = hdu_name(run.events, source);
  record.header = source.header();
  record.tables = source.tables();
  record.gti = good_times_or_span(source, selection.gti.has_value());
  if (selection.time) record.gti = intersection(record.gti, GoodTimes({*selection.time}));
  record.ontime_s = record.gti.ontime_s();
  record.livetime_s = record.ontime_s * live_fraction(record.header);
  return record;
}

std::vector<InputRecord> shared_records(Communicator const& ranks, std::vector<Observation> const& runs,
                                        std::map<std::size_t, InputRecord> const& mine) {
  WireWriter out;
  out.number(static_cast<std::int64_t>(mine.size()));
  for (auto const& [run, record] : mine) {
    out.number(static_cast<std::int64_t>(run));
    write_record(out, record);
  }
  std::map<std::size_t, InputRecord> all;
  for (std::string const& bytes : ranks.gather(out.bytes())) {
    WireReader in(bytes);
    for (std::int64_t left = in.number(); left > 0; --left) {
      auto const run = static_cast<std::size_t>(in.number());
      InputRecord record = read_record(in, runs[run]);
      auto const [entry, is_new] = all.try_emplace(run, record);
      if (!is_new) entry->second.flow += record.flow;
    }
  }
  std::vector<InputRecord> sorted;
  for (auto& [run, record] : all) sorted.push_back(std::move(record));
  return sorted;
}

}  // namespace engine

#include "engine/io/fits_events.hpp"

#include "engine/base/expects.hpp"
#include "engine/io/column_decoder.hpp"
#include "engine/io/field_of_view.hpp"
#include "engine/io/find_table.hpp"
#include "engine/io/good_times.hpp"
#include "engine/io/observation_header.hpp"
#include "engine/io/used_table.hpp"

namespace engine {

namespace {

FitsTable events_table(FitsFile& file, int hdu) {
  FitsTable table = file.table(hdu);
  if (table.rows > 0 && table.row_bytes == 0)
    throw Failure(Fault::bad_data, "rows without columns: " + table.place + " has NAXIS1 = 0 and NAXIS2 = " +
                                       std::to_string(table.rows) + " - the table's header is damaged");
  return table;
}

/// The id of the data set is the identity; event headers may lack it (or repeat it, in simulations).
ObservationHeader observation_header_of(FitsHeader const& events, Observation const& observation) {
  ObservationHeader header = read_observation_header(events);
  header.id = observation.id;
  return header;
}

Result<FoundGoodTimes, Failure> try_good_times(Observation const& observation, FitsFile& file,
                                               FitsHeader const& events, TimeReference const& time) {
  try {
    return good_times_of(observation, file, events, time);
  } catch (Failure const& failure) {
    return failure;
  }
}

void decode_standard(FitsTable const& table, std::string_view name, Dimension dimension, RawRows const& rows,
                     std::vector<double>& out) {
  FitsColumn const& column = single_number_column(table, name);
  if (column.code == 'L')
    throw Failure(Fault::bad_data, "cannot use column " + column.name + ": " + table.place +
                                       " (it holds logical values, not numbers) - correct the file");
  out.resize(rows.count);
  decode_reals(column, rows, canonical_from(table, column, dimension), out);
}

}  // namespace

FitsEvents::FitsEvents(Observation const& observation)
    : file_(FitsFile::open(observation.events.file, observation.events.syntax)),
      hdu_(find_events_table(file_, observation.events)),
      events_header_(file_.header(hdu_)),
      table_(events_table(file_, hdu_)),
      events_used_(used_table(file_, hdu_, "events", "events")),
      header_(observation_header_of(events_header_, observation)),
      good_times_(try_good_times(observation, file_, events_header_, header_.time)) {}

GoodTimes const& FitsEvents::good_times() const {
  if (!good_times_) throw good_times_.error();
  return good_times_->times;
}

std::vector<UsedTable> FitsEvents::tables() const {
  std::vector<UsedTable> out{events_used_};
  if (good_times_) out.push_back(good_times_->table);
  return out;
}

bool FitsEvents::has_column(std::string_view name) const { return table_.find(name) != nullptr; }

std::vector<std::string> FitsEvents::column_names() const {
  std::vector<std::string> names;
  for (FitsColumn const& column : table_.columns) names.push_back(column.name);
  return names;
}

std::string FitsEvents::column_unit(std::string_view name) const {
  FitsColumn const* const column = table_.find(name);
  return column == nullptr ? "" : column->unit;
}

void FitsEvents::read(Rows rows, ColumnSet const& columns, EventColumns& out) {
  EXPECTS(rows.first <= rows.last && rows.last <= table_.rows);
  out.count = rows.count();
  // A column that is asked for block after block keeps its memory; resizing to the same size costs nothing.
  if (!columns.time) out.met_s.clear();
  if (!columns.direction) out.ra_rad.clear(), out.dec_rad.clear();
  if (!columns.energy) out.energy_tev.clear();
  out.extra.clear();
  if (!columns.time && !columns.direction && !columns.energy && columns.extra.empty()) return;
  RawRows const raw{file_.rows(table_, rows, buffer_), table_.row_bytes, rows.count(), rows.first};
  if (columns.time) decode_standard(table_, "TIME", Dimension::time, raw, out.met_s);
  if (columns.direction) {
    decode_standard(table_, "RA", Dimension::angle, raw, out.ra_rad);
    decode_standard(table_, "DEC", Dimension::angle, raw, out.dec_rad);
  }
  if (columns.energy) decode_standard(table_, "ENERGY", Dimension::energy, raw, out.energy_tev);
  for (std::string const& name : columns.extra) {
    if (table_.find(name) == nullptr && is_field_of_view_column(name)) {
      out.extra.push_back({name, derived_field_of_view(name, raw)});
      continue;
    }
    FitsColumn const& column = single_number_column(table_, name);
    out.extra.push_back({column.name, decode_extra(table_, column, raw)});
  }
}

std::vector<double> FitsEvents::derived_field_of_view(std::string const& name, RawRows const& raw) const {
  if (!header_.pointing)
    throw Failure(Fault::bad_data,
                  "cannot derive " + name + ": " + table_.place +
                      " has neither that column nor a pointing (RA_PNT, DEC_PNT) - add either");
  std::vector<double> ra_rad, dec_rad;
  decode_standard(table_, "RA", Dimension::angle, raw, ra_rad);
  decode_standard(table_, "DEC", Dimension::angle, raw, dec_rad);
  return field_of_view_deg(name, *header_.pointing, ra_rad, dec_rad);
}

std::unique_ptr<EventSource> open_events(Observation const& observation) {
  return std::make_unique<FitsEvents>(observation);
}

}  // namespace engine

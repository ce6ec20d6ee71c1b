#include "engine/io/good_times.hpp"

#include <cmath>
#include <filesystem>

#include "engine/base/failure.hpp"
#include "engine/io/column_decoder.hpp"
#include "engine/io/find_table.hpp"
#include "engine/io/time_scales.hpp"
#include "engine/io/used_table.hpp"

namespace engine {

namespace {

std::vector<double> seconds_of(FitsFile& file, FitsTable const& table, std::string_view name) {
  FitsColumn const& column = single_number_column(table, name);
  UnitConversion const unit = canonical_from(table, column, Dimension::time);
  std::vector<double> values = file.numbers(table, column.name);
  for (double& value : values) value = unit(value);
  return values;
}

/// What to add to a second of the GTI table for a second of the events. Zero, exactly, for a table without a
/// reference of its own or with the same one: their boundaries must not be rounded.
double shift_to_events_s(FitsHeader const& header, TimeReference const& events) {
  if (!header.text("MJDREFI") && !header.text("MJDREF")) return 0;
  TimeReference const own = time_reference(header, events.scale);
  bool const same =
      own.scale == events.scale && own.mjdrefi == events.mjdrefi && own.mjdreff == events.mjdreff;
  return same ? 0 : in_seconds(own.zero - events.zero);
}

bool same_file(std::string const& a, std::string const& b) {
  std::error_code error;
  return a == b || (std::filesystem::equivalent(a, b, error) && !error);
}

}  // namespace

GoodTimes read_good_times(FitsFile& file, int hdu, TimeReference const& events) {
  FitsTable const table = file.table(hdu);
  std::vector<double> const start_s = seconds_of(file, table, "START"),
                            stop_s = seconds_of(file, table, "STOP");
  double const shift_s = shift_to_events_s(file.header(hdu), events);
  std::vector<MetRange> ranges;
  for (std::size_t i = 0; i < start_s.size(); ++i) {
    std::string const row = table.place + " row " + std::to_string(i + 1);
    if (!std::isfinite(start_s[i]) || !std::isfinite(stop_s[i]))
      throw Failure(Fault::bad_data, "a good time interval has no start or no stop: " + row +
                                         " - correct the table, or take all events with gti=ignore");
    if (stop_s[i] < start_s[i])
      throw Failure(Fault::bad_data, "a good time interval stops before it starts: " + row +
                                         " - correct the table, or take all events with gti=ignore");
    ranges.push_back({start_s[i] + shift_s, stop_s[i] + shift_s});
  }
  return GoodTimes(std::move(ranges));
}

FoundGoodTimes good_times_of(Observation const& observation, FitsFile& events_file,
                             FitsHeader const& events_header, TimeReference const& events) {
  auto const read = [&](FitsFile& file, HduLocation const& where) {
    int const hdu = find_good_times_table(file, where, events_header);
    return FoundGoodTimes{read_good_times(file, hdu, events), used_table(file, hdu, "gti", "gti")};
  };
  HduLocation const where = observation.gti.value_or(HduLocation{});
  if (where.file.empty() || same_file(where.file, observation.events.file)) return read(events_file, where);
  FitsFile file = FitsFile::open(where.file, where.syntax);
  return read(file, where);
}

}  // namespace engine

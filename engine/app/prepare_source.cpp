#include "engine/app/prepare_source.hpp"

#include <algorithm>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace engine {

namespace {

/// Index of a column among the extra ones, added if it is not there yet.
std::size_t extra_index(ColumnSet& columns, std::string const& name) {
  auto const same = [&](std::string const& other) { return same_word(other, name); };
  auto const found = std::find_if(columns.extra.begin(), columns.extra.end(), same);
  std::size_t const index = static_cast<std::size_t>(found - columns.extra.begin());
  if (found == columns.extra.end()) columns.extra.push_back(name);
  return index;
}

double radians_per(std::string const& unit, std::string const& column) {
  if (unit.empty() || same_word(unit, "deg")) return in_radians(degrees(1));
  if (same_word(unit, "rad")) return 1;
  throw Failure(Fault::bad_data, "cannot cut on the zenith angle: column " + column + " is in '" + unit +
                                     "', not in deg or rad - correct TUNIT");
}

std::optional<ZenithColumn> zenith_column(EventSource const& source, ColumnSet& columns) {
  using Meaning = ZenithColumn::Meaning;
  for (auto const& [name, meaning] : {std::pair{"ALT", Meaning::altitude}, std::pair{"ZEN", Meaning::zenith}})
    if (source.has_column(name))
      return ZenithColumn{extra_index(columns, name), meaning, radians_per(source.column_unit(name), name)};
  return std::nullopt;
}

}  // namespace

PreparedSource prepare_source(EventSource const& source, Selection const& selection, ColumnSet const& job) {
  PreparedSource out{job, {}};
  FileFacts facts;
  facts.time = source.header().time;
  facts.pointing = source.header().pointing;
  if (selection.gti == GtiUse::apply) facts.good_times = source.good_times();
  if (selection.zenith) facts.zenith = zenith_column(source, out.columns);
  if (selection.where)
    for (std::string const& name : selection.where->columns)
      facts.where_columns.push_back(extra_index(out.columns, name));
  out.selection = prepared(selection, facts);
  ColumnSet const needed = columns_needed(out.selection);
  out.columns.time = out.columns.time || needed.time;
  out.columns.direction = out.columns.direction || needed.direction;
  out.columns.energy = out.columns.energy || needed.energy;
  return out;
}

}  // namespace engine

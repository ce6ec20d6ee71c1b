/// The interface of a table of events somewhere; nothing outside engine/io knows the format.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/events.hpp"
#include "engine/model/observation.hpp"
#include "engine/model/product.hpp"

namespace engine {

/// One object is for one thread. Failures name file, HDU, column or keyword, and the remedy.
class EventSource {
 public:
  virtual ~EventSource() = default;
  virtual ObservationHeader const& header() const = 0;
  /// The intervals of the GTI table, in the MET of header().time (converted if the table has a reference of
  /// its own).
  virtual GoodTimes const& good_times() const = 0;
  virtual std::size_t rows() const = 0;
  virtual bool has_column(std::string_view name) const = 0;
  virtual std::vector<std::string> column_names() const = 0;
  virtual std::string column_unit(std::string_view name) const = 0;  ///< as the file has it; empty if none
  /// The tables that were read so far, the events first; nothing where it is not known.
  virtual std::vector<UsedTable> tables() const { return {}; }
  /// Replaces the content of `out` by the rows asked for, in canonical units and ICRS. Throws for a column
  /// that is absent (with the nearest name there is). DETX and DETY are derived (in degrees) where a file has
  /// no such columns.
  virtual void read(Rows rows, ColumnSet const& columns, EventColumns& out) = 0;
};

/// Opens the events of a run and its good time intervals, checks both headers.
std::unique_ptr<EventSource> open_events(Observation const& observation);

/// What a plan needs to know without reading the events. Files that must be inflated say `splittable = false`
/// and estimate their rows from their size; `rows_exact` tells.
struct EventSize {
  std::size_t rows = 0;
  std::size_t bytes = 0;  ///< to be read from disk
  bool splittable = true, rows_exact = true;
};
EventSize measure_events(Observation const& observation);

}  // namespace engine

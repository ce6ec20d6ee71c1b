/// The GTI table of an observation as intervals in the seconds of its events.
#pragma once

#include "engine/io/fits_file.hpp"
#include "engine/model/observation.hpp"
#include "engine/model/product.hpp"
#include "engine/model/time.hpp"

namespace engine {

/// Reads one GTI table: units of START and STOP as stated (s without one); a reference of its own (MJDREFI,
/// TIMESYS) that differs from that of the events is converted. Overlapping intervals are merged, empty ones
/// dropped; NaN, infinite and reversed ones are refused, naming the row.
GoodTimes read_good_times(FitsFile& file, int hdu, TimeReference const& events);

struct FoundGoodTimes {
  GoodTimes times;
  UsedTable table;  ///< where they stood
};

/// Finds the table (find_table.hpp), in `events_file` or, where the observation says so, in a file of its
/// own, and reads it.
FoundGoodTimes good_times_of(Observation const& observation, FitsFile& events_file,
                             FitsHeader const& events_header, TimeReference const& events);

}  // namespace engine

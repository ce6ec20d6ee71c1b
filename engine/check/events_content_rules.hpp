/// Rules for the values in an EVENTS table.
#pragma once

#include <optional>

#include "engine/check/events_column_rules.hpp"
#include "engine/check/events_facts.hpp"
#include "engine/model/time.hpp"

namespace engine {

/// What the other tables of the run say about its events.
struct EventsLimits {
  std::optional<GoodTimes> good_times;  ///< in the seconds of the events
  std::optional<double> lo_thres_tev, hi_thres_tev;
};

/// Reads whole columns, at most three at a time: memory is about the size of the table.
void check_events_content(FitsFile& file, FitsTable const& table, EventsColumns const& columns,
                          EventsFacts const& facts, EventsLimits const& limits, Findings const& out);

/// A direction further from the pointing than this is worth a note. No Cherenkov camera is half as wide.
inline constexpr double far_from_pointing_deg = 20;

}  // namespace engine

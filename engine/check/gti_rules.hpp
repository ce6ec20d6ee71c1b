/// Rules for a table of good time intervals, alone and against the header of its events.
#pragma once

#include <optional>

#include "engine/check/events_facts.hpp"
#include "engine/check/survey.hpp"
#include "engine/model/time.hpp"

namespace engine {

/// The usable intervals of a GTI table: finite, none empty or reversed.
struct GtiFacts {
  GoodTimes good_times;                    ///< in the table's own seconds
  std::optional<TimeReference> reference;  ///< of the table's own header
};

/// Nothing if the table cannot be used at all.
std::optional<GtiFacts> check_gti(SurveyedFile& file, SurveyedHdu const& hdu, Findings const& out);

/// The intervals in the seconds of the events.
GoodTimes in_seconds_of(EventsFacts const& events, GtiFacts const& gti);

/// Same reference, TSTART and TSTOP around the intervals, ONTIME their sum.
void check_gti_of_events(EventsFacts const& events, GtiFacts const& gti, Findings const& out);

}  // namespace engine

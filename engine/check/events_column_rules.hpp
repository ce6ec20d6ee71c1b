/// Rules for the columns of an EVENTS table.
#pragma once

#include "engine/check/column_rules.hpp"
#include "engine/check/survey.hpp"

namespace engine {

/// The mandatory columns that can be read; nullptr for the others.
struct EventsColumns {
  FitsColumn const* event_id = nullptr;
  FitsColumn const* time = nullptr;
  FitsColumn const* ra = nullptr;
  FitsColumn const* dec = nullptr;
  FitsColumn const* energy = nullptr;
};
EventsColumns check_events_columns(SurveyedHdu const& hdu, Findings const& out);

}  // namespace engine

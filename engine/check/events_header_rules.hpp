/// Rules for the header of an EVENTS table: what is there, and whether its numbers agree with each other.
#pragma once

#include "engine/check/defect.hpp"
#include "engine/check/events_facts.hpp"
#include "engine/io/fits_header.hpp"

namespace engine {

void check_events_header(FitsHeader const& header, EventsFacts const& facts, Findings const& out);

}  // namespace engine

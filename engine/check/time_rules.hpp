/// Rules for the time reference of a header and for the dates written beside it.
#pragma once

#include <optional>
#include <string>

#include "engine/check/defect.hpp"
#include "engine/io/fits_header.hpp"
#include "engine/model/time.hpp"

namespace engine {

/// MJDREFI, MJDREFF, TIMESYS (errors if absent: they have no default), TIMEUNIT, TIMEREF.
void check_time_reference(FitsHeader const& header, std::string const& clause, Findings const& out);
/// DATE-OBS/TIME-OBS and DATE-END/TIME-END against TSTART and TSTOP.
void check_dates(FitsHeader const& header, Findings const& out);

/// Nothing if the header has none that can be used.
std::optional<TimeReference> readable_reference(FitsHeader const& header);

}  // namespace engine

/// A FITS file with event lists, without an index: the observations in it.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/io/fits_file.hpp"
#include "engine/model/observation.hpp"

namespace engine {

/// The id of a table that holds the events of several runs (with an OBS_ID column, and no OBS_ID keyword).
inline constexpr std::int64_t merged_runs_id = 0;

/// One observation per EVENTS table (or the one that the location names), with the response tables of the
/// same file. OBS_ID of the header is the id; a header without one is refused unless the runs are merged, and
/// so are two tables with one id. Empty if the file has no EVENTS table and the location does not name one.
std::vector<Observation> observations_in_file(HduLocation const& where);

}  // namespace engine

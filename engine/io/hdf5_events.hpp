/// Selected events as one columnar HDF5 file, for numpy, pandas and whoever has no FITS library.
#pragma once

#include <string>

#include "engine/io/merged_events.hpp"
#include "engine/model/product.hpp"

namespace engine {

/// /events/<COLUMN>: one dataset per column (chunked, shuffled, deflated), in the type of the table, with
/// attribute
///   `unit`; unsigned and scaled columns hold their physical values, logical ones 0 and 1. Columns as
///   merged_rows.hpp has them, OBS_ID among them.
/// /runs/{obs_id,first_row,rows,ontime,livetime}: where each run's events are.
/// /gti/{start,stop}: seconds in the time reference of the root attributes (MJDREFI, MJDREFF, TIMESYS).
/// /history: the recipe and the conventions. /provenance: the PROV-JSON text, if it is not empty. Root
/// attributes:
///   the header facts of every product.
/// The file has no time stamps: the same events give the same bytes.
void write_hdf5_events(std::string const& path, SelectedRuns const& runs, ProductSummary const& summary,
                       std::string const& prov_json);

}  // namespace engine

/// From a run as it was read to its rows in the tables of the model.
#pragma once

#include <string>
#include <vector>

#include "catalog/ingest/run_work.hpp"
#include "catalog/ingest/staging.hpp"

namespace catalog::ingest {

struct RowContext {
  Collection const& collection;
  std::string root;  ///< data root
};

/// All rows of one run.
void stage_run(RunRead const& run, RowContext const& context, Staging& staging);
/// Files whose time stamp has changed, but nothing else.
void stage_touched(RunUnchanged const& run, RowContext const& context, KnownState const& known,
                   Staging& staging);

StagedRow observation_row(RunRead const& run, Collection const& collection);
StagedRow processing_row(engine::FitsHeader const& header);
/// Nothing if the header has none of it.
std::optional<StagedRow> ambient_row(RunRecord const& run);

/// ivo://<authority>/<collection>?<obs_id>
std::string publisher_did(Collection const& collection, std::string const& obs_id);
/// Lower case, letters, digits, '+' and '-' only.
std::string target_key(std::string const& object);
/// Names the configuration inside the staging tables.
std::string array_key(ArrayConfiguration const& array);

}  // namespace catalog::ingest

/// The runs of one ingest on their way from files to rows.
#pragma once

#include <string>

#include "catalog/ingest/found_runs.hpp"
#include "catalog/ingest/ingest.hpp"
#include "catalog/ingest/known_state.hpp"
#include "catalog/ingest/staging.hpp"

namespace catalog::ingest {

/// What an ingest is about, and what it knows before it begins.
struct IngestSetting {
  IngestRequest const& request;
  FoundRuns const& found;
  KnownState const& known;
  std::string root;  ///< data root
};

/// Looks at all runs found, stages what is new or changed, and fills those parts of the report. `staging`:
/// null in a dry run, which reads all the same and so finds what cannot be read.
void take_runs(IngestSetting const& setting, Staging* staging, IngestReport& report);

/// Runs of the catalogue that the inputs do not name: reported, or removed if that was asked for. A run that
/// is named but cannot be read is not gone.
void decide_on_gone_runs(IngestSetting const& setting, IngestReport& report);

/// Tells the request's listener, if it has one.
void say(IngestRequest const& request, std::string const& step, std::size_t done, std::size_t of);

}  // namespace catalog::ingest

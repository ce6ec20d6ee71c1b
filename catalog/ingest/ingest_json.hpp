/// The report of an ingest as JSON, for programs.
#pragma once

#include <string>

#include "catalog/ingest/ingest.hpp"

namespace catalog::ingest {

/// {"collection", "dry_run", "runs": {"added", "changed", "unchanged", "removed", "gone"}, "products",
/// "problems", "notes", "defects", "check", "events", "wall_time_s", "exit_status"}. `check` is what `distill
/// check --json` writes, or null.
std::string ingest_json(IngestReport const& report);

}  // namespace catalog::ingest

/// The engine's report among the results of a job.
#pragma once

#include <filesystem>
#include <optional>

#include "uws/record/ended_job.hpp"

namespace uws {

/// Of "<something>_report.json" in the folder; keys that are missing or of another type are as if empty
/// (docs/engine-json.md). Nothing if there is no such file. Failure(bad_data) if it is no JSON object,
/// missing_resource if it cannot be read.
std::optional<RunReport> read_run_report(std::filesystem::path const& folder);

}  // namespace uws

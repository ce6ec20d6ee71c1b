/// From the temporary tables into those of the catalogue, by statements over whole sets.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "catalog/ingest/staging.hpp"

namespace catalog::ingest {

/// Runs, files, HDUs, headers, good times, ambient conditions, processings, and the provenance of runs before
/// they came here. What is staged replaces what was there of the same run or file.
void merge_runs(Staging& staging, std::int64_t collection_id);

/// Takes runs out, and the files that nothing refers to any more. Their entities in the provenance stay, as
/// invalidated: something may have been made of them.
void remove_runs(pg::Connection& database, std::int64_t collection_id,
                 std::vector<std::string> const& obs_ids);

/// Activities "observation" and "reconstruction" behind each staged run, what they used, and who did it
/// (IVOA Provenance DM 1.0).
void merge_provenance(pg::Connection& database, std::int64_t collection_id);

}  // namespace catalog::ingest

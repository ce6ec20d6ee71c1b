/// What makes two jobs the same: equal recipes must give equal results.
#pragma once

#include <string>
#include <vector>

#include "jobs/types/check.hpp"
#include "jobs/types/job_type.hpp"

namespace jobs {

/// Type, version, sorted parameters, sorted sums, a line each: for people who wonder why two hashes differ.
/// Of the type that does the work, with CheckedParameters::work: an alias and its base have the same recipe.
/// Numbers are compared as numbers ("0.50" is "0.5", "500 GeV" is "0.5"). Inputs count by their sums, not by
/// how they were asked for; the sum of an upload that is no input (a region file) is given as
/// "<parameter>:<sum>".
std::string recipe_text(JobType const& type, std::vector<ResolvedParameter> const& work,
                        std::vector<std::string> input_sums);

/// SHA-256 of it, in hexadecimal.
std::string recipe_hash(JobType const& type, std::vector<ResolvedParameter> const& work,
                        std::vector<std::string> input_sums);

}  // namespace jobs

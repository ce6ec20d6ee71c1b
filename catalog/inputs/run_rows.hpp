/// The runs of a job with all that the catalogue knows of their files.
#pragma once

#include <string>
#include <vector>

#include "catalog/inputs/file_paths.hpp"
#include "catalog/inputs/find_runs.hpp"
#include "catalog/inputs/inputs.hpp"

namespace catalog {

/// Fills `set.runs` and `set.files`, in the order of `runs`. Files that the user may not read, that are not
/// on this machine, or not where they may be read from, are mistakes naming the run.
void load_runs(pg::Connection& as_the_user, std::vector<FoundRun> const& runs, FilePaths& paths,
               InputSet& set, std::vector<std::string>& mistakes);

/// "1, 2, 3 and 97 more".
std::string some_of(std::vector<std::string> const& names);

}  // namespace catalog

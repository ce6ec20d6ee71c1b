/// Rules for the HDU index: its rows become runs with their tables.
#pragma once

#include <string>
#include <vector>

#include "engine/check/set_plan.hpp"

namespace engine {

/// Runs in the order of their first row. Rows that cannot be used are reported and left out.
std::vector<PlannedRun> check_hdu_index(std::string const& path, Findings const& out);

}  // namespace engine

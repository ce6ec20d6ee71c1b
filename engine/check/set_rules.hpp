/// Rules that only show when the runs of a set stand side by side.
#pragma once

#include <vector>

#include "engine/check/run_check.hpp"
#include "engine/check/set_plan.hpp"

namespace engine {

/// One OBS_ID for two runs, event tables of several layouts, runs without an events row.
void check_set(SetPlan const& plan, std::vector<CheckedRun> const& runs, Findings const& out);

}  // namespace engine

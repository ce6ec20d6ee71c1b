/// Rules for the HDU index and the observation index, alone and against each other.
#pragma once

#include "engine/check/set_plan.hpp"
#include "engine/io/index_tables.hpp"

namespace engine {

/// Adds the runs that the index names to the plan, whatever else is wrong with it.
void check_index(IndexPair const& files, SetPlan& plan, std::vector<Defect>& defects);

}  // namespace engine

/// What `distill simulate` is asked for, as values.
#pragma once

#include <vector>

#include "engine/parameters/values.hpp"
#include "engine/simulate/simulation.hpp"

namespace engine {

SimulationRequest simulation_request(ParameterValues const& values);

/// What is wrong with values that are right one by one.
std::vector<BadParameter> simulation_problems(ParameterValues const& values);

}  // namespace engine

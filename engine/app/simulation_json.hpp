/// The result of a simulation as JSON.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/simulate/simulation_report.hpp"

namespace engine {

std::string simulation_json(std::string const& folder, std::vector<std::uint64_t> const& events,
                            SimulationReport const& report);

}  // namespace engine

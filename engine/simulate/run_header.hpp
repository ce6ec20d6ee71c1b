/// The headers of a simulated run.
#pragma once

#include <vector>

#include "engine/io/fits_writer.hpp"
#include "engine/simulate/simulator.hpp"

namespace engine {

/// All mandatory keywords of GADF 0.3 and those that people look for, with the request's defects.
std::vector<FitsKey> events_keys(Simulator const& simulator, RunPlan const& plan);
std::vector<FitsKey> good_times_keys(Simulator const& simulator, RunPlan const& plan);
/// Who made it: TELESCOP, INSTRUME, ORIGIN, CREATOR.
std::vector<FitsKey> origin_keys(Simulator const& simulator);
/// Model names by MC_ID as ctools writes them (NMCIDS, MIDnnnnn, MMNnnnnn), and the seed.
std::vector<FitsKey> model_keys(SimulationRequest const& request);

}  // namespace engine

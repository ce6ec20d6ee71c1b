/// Writing a simulated set: one file per run, one of responses, the index tables. The caller gives a folder
/// of its own (empty or staged) and renames it into place when all is written.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/io/index_writer.hpp"
#include "engine/simulate/simulator.hpp"

namespace engine {

/// Reference metadata of a file, for its primary header and that of its events; may be empty.
using ReferenceOf = std::function<std::vector<FitsKey>(std::string const& name)>;

/// Folders and the shared responses; once, before any run is written.
void prepare_set(std::string const& folder, Simulator const& simulator, ReferenceOf const& reference = {});

/// `data/run_<id>.fits` in the folder. Runs may be written from any rank or thread, in any order.
void write_run(std::string const& folder, Simulator const& simulator, SimulatedRun run,
               ReferenceOf const& reference = {});
std::string run_file_name(RunPlan const& plan);  ///< relative to the folder

/// Both index tables; after all runs are written. `events` are their numbers in the order of the plans.
void write_set_index(std::string const& folder, Simulator const& simulator, std::vector<RunPlan> const& plans,
                     std::vector<std::uint64_t> const& events);

inline constexpr char const* shared_response_name = "irf.fits";

}  // namespace engine

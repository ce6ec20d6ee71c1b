/// What planted defects do to events, headers, indices and files. Without defects nothing changes.
#pragma once

#include <string>
#include <vector>

#include "engine/io/fits_writer.hpp"
#include "engine/io/index_writer.hpp"
#include "engine/simulate/simulation.hpp"

namespace engine {

enum class TableKind { events, good_times, effective_area, dispersion, point_spread, background };

void spoil_keys(PlantedDefects const& defects, TableKind kind, std::vector<FitsKey>& keys);
std::string background_unit(PlantedDefects const& defects);
/// The instant the times count from stays the same in every case.
TimeReference time_of_files(PlantedDefects const& defects);

/// `last`: the last run of its set, which has the defects that strike one run only.
enum class RunPlace { before_the_last, last };
RunPlace place_in_set(SimulationRequest const& request, RunPlan const& plan);

void spoil_events(PlantedDefects const& defects, RunPlace place, SimulatedRun& run);
void spoil_file(PlantedDefects const& defects, RunPlace place, std::string const& path);
void spoil_index(PlantedDefects const& defects, std::vector<IndexedRun>& runs);

}  // namespace engine

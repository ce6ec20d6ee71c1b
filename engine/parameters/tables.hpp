/// One table per subcommand, and the groups of parameters that several share.
#pragma once

#include <vector>

#include "engine/parameters/parameter.hpp"

namespace engine {

std::vector<Parameter> input_parameters();      ///< which files and runs
std::vector<Parameter> selection_parameters();  ///< which events
std::vector<Parameter> output_parameters();     ///< where to, and what if something is there
std::vector<Parameter> run_parameters();        ///< threads, reports: nothing that changes a product
std::vector<Parameter> service_parameters();    ///< what only a service says
Parameter part_parameter();                     ///< of jobs that an array of batches can share

std::vector<CommandInput> data_inputs();  ///< of the commands that read event lists
/// Inputs, outputs, kind and usual resources of the jobs.
void describe_map_flows(Command& map);
void describe_select_flows(Command& select);
void describe_simulate_flows(Command& simulate);

Command info_command();
Command check_command();
Command select_command();
Command map_command();
Command simulate_command();
Command compare_command();
Command selftest_command();
Command gather_command();
Command describe_command();
Command version_command();

}  // namespace engine

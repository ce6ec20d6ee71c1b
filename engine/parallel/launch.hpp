/// What the environment says about who started this process, before MPI is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace engine {

/// How many processes the launcher says it started, from the environment; nothing without a launcher.
std::optional<int> launched_processes();

/// Why the processes that srun started cannot find each other; nothing if they may. To
/// be asked before MPI starts: Open MPI would end the program with words of its own.
std::optional<std::string> launch_trouble();

/// A way of starting that works with some builds of this MPI library only; fit for the user.
std::optional<std::string> launch_doubt(std::string_view mpi_library);

/// Ranks and nodes that the batch system gave; nothing outside a batch.
struct BatchSize {
  std::optional<int> ranks, nodes;
};
BatchSize batch_size();

/// Variables of launchers, batch system, and OpenMP that are set, by name.
std::vector<std::pair<std::string, std::string>> launcher_variables();

}  // namespace engine

/// How a program is started on several ranks: mpirun of Open MPI, mpiexec of MPICH (Hydra), srun, others.
#pragma once

#include <string>
#include <vector>

#include "jobs/work/work.hpp"

namespace jobs {

struct Launch {
  std::vector<std::string> argv{};  ///< the launcher's words and the program's
  std::string launcher{};           ///< "mpirun (Open MPI) 4.1.4"; empty: none
};

/// What is to be executed for this order. One process of an MPI program needs no launcher.
/// Failure(missing_resource) if the launcher does not answer.
Launch launch_of(WorkOrder const& order);

/// The kind of launcher by what it says to --version, and the options that kind needs to start `processes`
/// ranks wherever there is room. Pure.
std::vector<std::string> launcher_options(std::string const& version, int processes, bool as_root);

}  // namespace jobs

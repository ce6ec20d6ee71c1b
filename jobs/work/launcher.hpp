/// How a program is started on several ranks: mpirun of Open MPI, mpiexec of MPICH (Hydra), srun, others.
#pragma once

#include <string>
#include <vector>

#include "jobs/work/work.hpp"

namespace jobs {

enum class LauncherKind { none, open_mpi, hydra, srun, other };

struct Launch {
  std::vector<std::string> argv{};  ///< the launcher's words and the program's
  std::string launcher{};           ///< "mpirun (Open MPI) 4.1.4"; empty: none
  LauncherKind kind = LauncherKind::none;
};

/// What is to be executed for this order. One process of an MPI program needs no launcher.
/// "auto", or nothing said: in a batch of SLURM what fits the program's MPI library and this
/// SLURM (srun with PMIx or PMI2, else mpirun), elsewhere mpirun. Failure(missing_resource) if the launcher
/// does not answer.
Launch launch_of(WorkOrder const& order);

LauncherKind launcher_kind(std::string const& version);

/// What a program needs of its launcher.
struct LaunchShape {
  int processes = 1, nodes = 1, threads = 1;
  bool as_root = false;
  bool in_slurm = false;  ///< the launcher reads the allocation: there is room for exactly these
};
/// By what the launcher says to --version, the options that kind needs. Pure.
std::vector<std::string> launcher_options(std::string const& version, LaunchShape const& shape);

/// The MPI library of a program, by the shared libraries it needs (what ldd says).
enum class MpiLibrary { unknown, open_mpi, mpich };
MpiLibrary mpi_library_in(std::string const& libraries);
/// Within SLURM: "srun --mpi=pmix", "srun --mpi=pmi2", "mpirun", by the answer to `srun --mpi=list`. Pure.
std::string launcher_in_slurm(MpiLibrary library, std::string const& list);

}  // namespace jobs

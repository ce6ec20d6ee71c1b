// What is known of launchers, without asking any.
#include <algorithm>

#include "jobs/work/launcher.hpp"

namespace jobs {
namespace {

bool has(std::string const& text, char const* word) { return text.find(word) != text.npos; }

std::vector<std::string> open_mpi_options(LaunchShape const& shape, int per_node) {
  std::vector<std::string> options{"-n", std::to_string(shape.processes)};
  // Elsewhere more processes than cores are no mistake; an allocation has room for exactly these.
  if (!shape.in_slurm) options.emplace_back("--oversubscribe");
  if (shape.in_slurm && shape.nodes > 1)
    options.insert(options.end(), {"--map-by", "ppr:" + std::to_string(per_node) + ":node"});
  options.insert(options.end(), {"--bind-to", "none"});
  if (shape.as_root) options.emplace_back("--allow-run-as-root");
  return options;
}

/// Cores of a rank are for its threads; how they are bound is the site's business (it warns of any wish that
/// it cannot fulfil). A rank that fails ends all.
std::vector<std::string> srun_options(LaunchShape const& shape, int per_node) {
  return {"-n",
          std::to_string(shape.processes),
          "-N",
          std::to_string(shape.nodes),
          "--ntasks-per-node=" + std::to_string(per_node),
          "--cpus-per-task=" + std::to_string(shape.threads),
          "--kill-on-bad-exit=1",
          "--input=none",
          "--export=ALL"};
}

}  // namespace

LauncherKind launcher_kind(std::string const& version) {
  if (version.empty()) return LauncherKind::none;
  if (has(version, "Open MPI") || has(version, "OpenRTE") || has(version, "PRRTE"))
    return LauncherKind::open_mpi;
  if (has(version, "HYDRA") || has(version, "Intel(R) MPI")) return LauncherKind::hydra;
  return version.starts_with("slurm") ? LauncherKind::srun : LauncherKind::other;
}

std::vector<std::string> launcher_options(std::string const& version, LaunchShape const& shape) {
  int const per_node = (shape.processes + shape.nodes - 1) / std::max(1, shape.nodes);
  switch (launcher_kind(version)) {
    case LauncherKind::open_mpi: return open_mpi_options(shape, per_node);
    case LauncherKind::srun: return srun_options(shape, per_node);
    case LauncherKind::hydra: {
      std::vector<std::string> options{"-n", std::to_string(shape.processes)};
      if (shape.nodes > 1) options.insert(options.end(), {"-ppn", std::to_string(per_node)});
      return options;
    }
    case LauncherKind::none:
    case LauncherKind::other: break;
  }
  return {"-n", std::to_string(shape.processes)};
}

MpiLibrary mpi_library_in(std::string const& libraries) {
  // libmpi.so.40 is Open MPI's, libmpi.so.12 that of Intel and of MPICH where it is not called libmpich.
  if (has(libraries, "libmpich.so") || has(libraries, "libmpi.so.12") || has(libraries, "libmpi_cray.so"))
    return MpiLibrary::mpich;
  return has(libraries, "libmpi.so") ? MpiLibrary::open_mpi : MpiLibrary::unknown;
}

std::string launcher_in_slurm(MpiLibrary library, std::string const& list) {
  if (library == MpiLibrary::open_mpi && has(list, "pmix")) return "srun --mpi=pmix";
  if (library == MpiLibrary::mpich && has(list, "pmi2")) return "srun --mpi=pmi2";
  return "mpirun";
}

}  // namespace jobs

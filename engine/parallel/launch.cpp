#include "engine/parallel/launch.hpp"

#include <cstdlib>

#include "engine/base/text.hpp"

namespace engine {

namespace {

int environment_number(char const* name) {
  char const* const text = std::getenv(name);
  return text == nullptr ? 0 : static_cast<int>(whole_number(text).value_or(0));
}

bool is_set(char const* name) { return std::getenv(name) != nullptr; }

std::optional<int> positive(char const* name) {
  int const n = environment_number(name);
  return n > 0 ? std::optional(n) : std::nullopt;
}

/// A batch script's own step has no task count of its own.
int step_tasks() { return is_set("SLURM_PROCID") ? environment_number("SLURM_STEP_NUM_TASKS") : 0; }

/// By srun itself, without mpirun or hydra in between.
bool started_by_srun() {
  return step_tasks() > 1 && !is_set("OMPI_COMM_WORLD_SIZE") && !is_set("MPI_LOCALNRANKS");
}

constexpr char const* remedy =
    " - use srun --mpi=pmix (srun --mpi=list says what there is), or mpirun of the MPI that distill was "
    "built with";

}  // namespace

std::optional<int> launched_processes() {
  // Open MPI's mpirun; MPICH's hydra and other PMI launchers; srun.
  for (char const* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "MPI_LOCALNRANKS"})
    if (std::optional<int> const n = positive(name)) return n;
  if (int const n = step_tasks(); n > 1) return n;
  return std::nullopt;
}

std::optional<std::string> launch_trouble() {
  bool const introduced = is_set("PMIX_RANK") || is_set("PMI_RANK") || is_set("PMI_FD") || is_set("PMI_SIZE");
  if (!started_by_srun() || introduced) return std::nullopt;
  return "srun started " + std::to_string(step_tasks()) +
         " processes without telling them of each other (no PMI), so each would do the whole job" + remedy;
}

std::optional<std::string> launch_doubt(std::string_view mpi_library) {
  bool const needs_pmix = mpi_library.starts_with("Open MPI") && started_by_srun() && !is_set("PMIX_RANK");
  if (!needs_pmix || launch_trouble()) return std::nullopt;
  return "srun offers PMI, but no PMIx, and many builds of Open MPI need that; if MPI does not start now" +
         std::string(remedy);
}

BatchSize batch_size() {
  BatchSize size;
  if (!is_set("SLURM_JOB_ID")) return size;
  if (started_by_srun()) return {step_tasks(), positive("SLURM_STEP_NUM_NODES")};
  return {positive("SLURM_NTASKS"), positive("SLURM_JOB_NUM_NODES")};
}

std::vector<std::pair<std::string, std::string>> launcher_variables() {
  std::vector<std::pair<std::string, std::string>> out;
  for (char const* name : {"OMPI_COMM_WORLD_SIZE",
                           "OMPI_COMM_WORLD_RANK",
                           "OMPI_COMM_WORLD_LOCAL_SIZE",
                           "OMPI_COMM_WORLD_LOCAL_RANK",
                           "PMI_SIZE",
                           "PMI_RANK",
                           "PMIX_RANK",
                           "PMIX_VERSION",
                           "MPI_LOCALNRANKS",
                           "MPI_LOCALRANKID",
                           "SLURM_JOB_ID",
                           "SLURM_JOB_PARTITION",
                           "SLURM_JOB_NUM_NODES",
                           "SLURM_NTASKS",
                           "SLURM_TASKS_PER_NODE",
                           "SLURM_CPUS_PER_TASK",
                           "SLURM_CPUS_ON_NODE",
                           "SLURM_MEM_PER_NODE",
                           "SLURM_MEM_PER_CPU",
                           "SLURM_STEP_ID",
                           "SLURM_STEP_NUM_NODES",
                           "SLURM_STEP_NUM_TASKS",
                           "SLURM_PROCID",
                           "SLURM_LOCALID",
                           "SLURM_NODEID",
                           "SLURM_MPI_TYPE",
                           "SLURM_CPU_BIND",
                           "OMP_NUM_THREADS",
                           "OMP_PROC_BIND",
                           "OMP_PLACES",
                           "GOMP_CPU_AFFINITY"})
    if (char const* const value = std::getenv(name)) out.emplace_back(name, value);
  return out;
}

}  // namespace engine

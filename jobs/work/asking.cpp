#include "jobs/work/asking.hpp"

#include <algorithm>
#include <cstdlib>

#include <signal.h>

#include "engine/base/failure.hpp"
#include "jobs/process.hpp"
#include "jobs/work/batch_place.hpp"
#include "jobs/work/process_table.hpp"

namespace jobs {
namespace {

/// To all steps of our batch, not to its script, which we are.
bool signal_steps(char const* signal) {
  try {
    auto const answer =
        run_process({.argv = {"scancel", std::string("--signal=") + signal, std::getenv("SLURM_JOB_ID")},
                     .time = std::chrono::seconds(5)});
    return answer.end == ProcessResult::End::exited && answer.status == 0;
  } catch (engine::Failure const&) {
    return false;
  }
}

/// Those of mpirun or Hydra that run on this machine; when they end in order, the others learn of it.
bool ask_ranks_here(pid_t main) {
  bool asked = false;
  for (pid_t const pid : descendants_of(main))
    if (has_variable(pid, "OMPI_COMM_WORLD_RANK") || has_variable(pid, "PMI_RANK"))
      asked = kill(pid, SIGTERM) == 0 || asked;
  return asked;
}

}  // namespace

bool ask_ranks(LauncherKind launcher, pid_t main) {
  if (!in_batch()) return false;
  if (launcher == LauncherKind::srun) return signal_steps("TERM");
  if (launcher == LauncherKind::open_mpi || launcher == LauncherKind::hydra) return ask_ranks_here(main);
  return false;
}

void kill_ranks(LauncherKind launcher) {
  if (launcher == LauncherKind::srun && in_batch()) signal_steps("KILL");
}

}  // namespace jobs

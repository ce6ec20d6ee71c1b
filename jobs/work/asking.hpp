/// How the ranks of a program are reached: launchers hand on the wish to end in ways of their own.
#pragma once

#include <sys/types.h>

#include "jobs/work/launcher.hpp"

namespace jobs {

/// SIGTERM to the ranks themselves, so that they may end in order: srun and mpirun kill theirs at once, or a
/// second later, when they are asked. In the batch's own script only. False: the launcher is to be asked.
bool ask_ranks(LauncherKind launcher, pid_t main);
/// Ranks that srun has started are no descendants of ours: SLURM ends them.
void kill_ranks(LauncherKind launcher);

}  // namespace jobs

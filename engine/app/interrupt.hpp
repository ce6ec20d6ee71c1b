/// Ctrl-C and SIGTERM as an orderly end: work stops at the next block, and nothing is left behind.
#pragma once

namespace engine {

/// From now on SIGINT, SIGTERM, SIGHUP and SIGUSR1 only leave a mark; more than two end the program at once.
/// SIGUSR1 is the one that both mpirun and srun hand on to all ranks, and then wait for them.
void catch_interrupts();

/// Throws Failure(interrupted) if a signal has come.
void stop_if_interrupted();

}  // namespace engine

/// Ctrl-C and SIGTERM as an orderly end: work stops at the next block, and nothing is left behind.
#pragma once

namespace engine {

/// From now on SIGINT, SIGTERM and SIGHUP only leave a mark; a second one ends the program at once.
void catch_interrupts();

/// Throws Failure(interrupted) if a signal has come.
void stop_if_interrupted();

}  // namespace engine

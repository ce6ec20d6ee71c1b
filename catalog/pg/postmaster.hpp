/// The server process of a data directory. For the files of this directory only.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include <sys/types.h>

namespace catalog::pg {

/// postmaster.pid: process id on the first line, state ("starting", "ready", "stopping", ...) on the eighth.
struct PidFile {
  pid_t pid = 0;
  std::string state{};
};
std::optional<PidFile> pid_file(std::string const& data);

/// The process id of the server that works on `data`, 0 if none does. A file left by a crash whose number now
/// belongs to another program does not count.
pid_t running_postmaster(std::string const& data);

/// To be called when no server runs: takes away the socket and, if it would make PostgreSQL refuse to start,
/// the pid file that a crash left. Waits for the remaining processes of a killed server first;
/// Failure(missing_resource) if they do not go.
void clear_stale_files(std::string const& data, std::string const& socket_directory);

/// True when the process is gone, or has ended and was not waited for.
bool wait_until_gone(pid_t pid, std::string const& data, std::chrono::milliseconds patience);

/// The last lines of the start log and of the newest server log, on one line, for messages; empty if none.
std::string log_tail(std::string const& log_directory);

}  // namespace catalog::pg

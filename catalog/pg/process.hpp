/// Programs started with argument vectors, never through a shell, if need be as another user.
/// For the files of this directory only.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace catalog::pg {

struct Identity {
  uid_t uid = 0;
  gid_t gid = 0;
  std::string name{};
};

struct Command {
  std::vector<std::string> words{};  ///< the first is the path of the program
  std::string directory{};           ///< the working directory; entered as the user below
  std::optional<Identity> user{};    ///< switched to before; nothing: as we are
  std::string log{};          ///< output is appended to this file, opened as the user; empty: see run()
  bool dies_with_us = false;  ///< gets SIGQUIT when the starting thread ends
};

/// Starts the program in a session of its own, with no file of ours open; returns its process id. It is our
/// child: wait for it. Failure(missing_resource) says which step failed (user, directory, log, program) and
/// why.
pid_t start_program(Command const& command);

struct Outcome {
  int status = 0;  ///< exit status; 128 + signal if a signal ended it
  std::string output{};
};

/// Runs it to its end and collects what it writes (the first 64 KiB). Failure(missing_resource) after
/// `limit`.
Outcome run_program(Command const& command, std::chrono::seconds limit);

}  // namespace catalog::pg

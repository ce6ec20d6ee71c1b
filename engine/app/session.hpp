/// What every job gets: the ranks, the threads, and where to speak.
#pragma once

#include <string>
#include <vector>

#include "engine/app/progress.hpp"
#include "engine/parallel/communicator.hpp"
#include "engine/parameters/values.hpp"

namespace engine {

struct Session {
  Communicator const& ranks;
  int threads;
  bool json;
  bool quiet = false;
  std::string logfile = {};  ///< empty: none
  std::vector<std::string> command_line = {};

  /// For people, on stderr, by the root alone.
  void say(std::string const& line) const;
  /// The result on stdout, by the root alone.
  void answer(std::string const& text) const;
};

Session session_of(ParameterValues const& values, Communicator const& ranks, bool json);

/// Of this rank: only the root speaks.
ProgressStyle progress_style(ParameterValues const& values, Communicator const& ranks);

/// Threads of this rank: nthreads, or the processors there are shared among the ranks of the host.
int threads_for(ParameterValues const& values, Communicator const& ranks);

/// Which command made it: "Distiller 0.1.0".
std::string creator();

}  // namespace engine

#include "engine/app/session.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/parallel/threads.hpp"

namespace engine {

void Session::say(std::string const& line) const {
  if (!ranks.is_root()) return;
  if (!quiet) std::fprintf(stderr, "%s\n", line.c_str());
  if (logfile.empty()) return;
  std::ofstream log(logfile, std::ios::app);
  log << line << "\n";
  if (!log.flush())
    throw Failure(Fault::missing_resource, "cannot write: " + logfile + " - check the folder of logfile=");
}

void Session::answer(std::string const& text) const {
  if (!ranks.is_root()) return;
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

int threads_for(ParameterValues const& values, Communicator const& ranks) {
  // Commands that do no work of their own have no such parameter.
  bool const known = find_parameter(values.command(), "nthreads") != nullptr;
  std::int64_t const wanted = known ? values.integer("nthreads").value_or(0) : 1;
  if (wanted > 0) return static_cast<int>(wanted);
  char const* const openmp = std::getenv("OMP_NUM_THREADS");
  if (openmp != nullptr)
    if (std::optional<std::int64_t> const n = whole_number(openmp); n && *n > 0 && *n <= 4096)
      return static_cast<int>(*n);
  return ranks.processors();
}

Session session_of(ParameterValues const& values, Communicator const& ranks, bool json) {
  // Commands that print their answer at once have neither.
  bool const talks = find_parameter(values.command(), "chatter") != nullptr;
  bool const quiet = talks && values.integer("chatter") == 0;
  return {ranks, threads_for(values, ranks), json, quiet, talks ? values.text("logfile") : "", {}};
}

ProgressStyle progress_style(ParameterValues const& values, Communicator const& ranks) {
  return ranks.is_root() ? progress_style(values.text("progress")) : ProgressStyle::none;
}

std::string creator() { return "Distiller " DISTILL_VERSION; }

}  // namespace engine

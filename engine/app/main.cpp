/// distill: selects, counts and maps gamma-ray events. Reads the request, runs one subcommand, ends with its
/// status.
#include <cstdio>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/app/interrupt.hpp"
#include "engine/app/jobs.hpp"
#include "engine/base/failure.hpp"
#include "engine/parallel/communicator.hpp"
#include "engine/parameters/command_line.hpp"

namespace {

using namespace engine;

using Job = std::function<int(ParameterValues const&, Session const&)>;

Job job_of(std::string const& command) {
  if (command == "info") return run_info;
  if (command == "check") return run_check;
  if (command == "select") return run_select;
  if (command == "map") return run_map;
  if (command == "simulate") return run_simulate;
  if (command == "describe") return run_describe;
  return run_version;
}

int run(std::vector<std::string> const& words, Communicator const& ranks) {
  CommandLine const line = parse_command_line(words);
  if (ShowText const* show = std::get_if<ShowText>(&line)) {
    if (ranks.is_root()) std::fputs(show->text.c_str(), stdout);
    return 0;
  }
  RunCommand const& call = std::get<RunCommand>(line);
  catch_interrupts();
  return job_of(call.values.command().name)(call.values, session_of(call.values, ranks, call.json));
}

/// One message for all ranks: the collectives have made their failures equal.
int report(Failure const& failure, bool is_root) {
  if (is_root) std::fprintf(stderr, "distill: %s\n", failure.what());
  return row_of(failure.fault()).exit_status;
}

}  // namespace

int main(int count, char** words) {
  std::optional<Communicator> ranks;
  try {
    ranks.emplace(Communicator::world());
    return run({words + 1, words + count}, *ranks);
  } catch (Failure const& failure) {
    return report(failure, !ranks || ranks->is_root());
  } catch (std::exception const& error) {
    // A mistake of ours may have hit one rank alone, with the others waiting for it: end them all.
    std::fprintf(stderr, "distill: internal error: %s - please report this with the command line\n",
                 error.what());
    if (ranks) ranks->abort(row_of(Fault::internal).exit_status);
    return row_of(Fault::internal).exit_status;
  }
}

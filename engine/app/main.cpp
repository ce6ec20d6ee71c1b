/// distill: selects, counts and maps gamma-ray events. Reads the request, runs one subcommand, ends with its
/// status.
#include <cstdio>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/app/failure_json.hpp"
#include "engine/app/interrupt.hpp"
#include "engine/app/jobs.hpp"
#include "engine/app/requests.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
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
  if (command == "compare") return run_compare;
  if (command == "describe") return run_describe;
  return run_version;
}

int run(std::vector<std::string> const& words, Communicator const& ranks) {
  CommandLine const line = parse_command_line(words, request_problems);
  if (ShowText const* show = std::get_if<ShowText>(&line)) {
    if (ranks.is_root()) std::fputs(show->text.c_str(), stdout);
    return 0;
  }
  RunCommand const& call = std::get<RunCommand>(line);
  catch_interrupts();
  Session session = session_of(call.values, ranks, call.json);
  session.command_line = words;
  session.command_line.insert(session.command_line.begin(), "distill");
  return job_of(call.values.command().name)(call.values, session);
}

/// From the words themselves: the mistake may be in them.
bool wants_json(std::vector<std::string> const& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string const word = words[i].starts_with("--") ? words[i].substr(2) : words[i];
    if (same_word(word, "progress=json")) return true;
    if (word == "progress" && i + 1 < words.size() && same_word(words[i + 1], "json")) return true;
  }
  return false;
}

/// One message for all ranks: the collectives have made their failures equal.
int report(Failure const& failure, bool is_root, bool json) {
  if (is_root) std::fprintf(stderr, "distill: %s\n", failure.what());
  if (is_root && json) std::fputs(failure_json(failure.fault(), failure.what()).c_str(), stderr);
  return row_of(failure.fault()).exit_status;
}

}  // namespace

int main(int count, char** argv) {
  std::vector<std::string> const words(argv + 1, argv + count);
  bool const json = wants_json(words);
  std::optional<Communicator> ranks;
  try {
    ranks.emplace(Communicator::world());
    return run(words, *ranks);
  } catch (Failure const& failure) {
    return report(failure, !ranks || ranks->is_root(), json);
  } catch (std::bad_alloc const&) {
    Failure const failure(Fault::missing_resource,
                          "not enough memory - use fewer threads, a smaller map, or more nodes");
    int const status = report(failure, true, json);
    if (ranks) ranks->abort(status);
    return status;
  } catch (std::exception const& error) {
    // A mistake of ours may have hit one rank alone, with the others waiting for it: end them all.
    Failure const failure(Fault::internal, std::string("internal error: ") + error.what() +
                                               " - please report this with the command line");
    int const status = report(failure, true, json);
    if (ranks) ranks->abort(status);
    return status;
  }
}

/// distill: selects, counts and maps gamma-ray events. Reads the request, runs one subcommand, ends with its
/// status.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/app/failure_json.hpp"
#include "engine/app/interrupt.hpp"
#include "engine/app/jobs.hpp"
#include "engine/app/requests.hpp"
#include "engine/app/watchdog.hpp"
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
  if (command == "gather") return run_gather;
  if (command == "compare") return run_compare;
  if (command == "selftest") return run_selftest;
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

/// The self-test must not hang where MPI does: ranks that never come, hosts that do not reach each other.
std::unique_ptr<Watchdog> guard_of_start(std::vector<std::string> const& words, bool json) {
  if (words.empty() || !same_word(words.front(), "selftest")) return nullptr;
  std::chrono::seconds patience(120);
  for (std::string const& word : words)
    if (std::size_t const at = word.find("timeout="); at != word.npos)
      patience = std::chrono::seconds(
          std::clamp<std::int64_t>(whole_number(word.substr(at + 8)).value_or(120), 1, 86400));
  if (std::optional<std::string> const doubt = launch_doubt(mpi_library()))
    std::fprintf(stderr, "distill: %s\n", doubt->c_str());
  return std::make_unique<Watchdog>(patience, json ? Watchdog::Report::json : Watchdog::Report::words,
                                    "starting MPI");
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
    std::unique_ptr<Watchdog> guard = guard_of_start(words, json);
    ranks.emplace(Communicator::world());
    guard.reset();
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

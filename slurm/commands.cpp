#include "slurm/commands.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "jobs/process.hpp"
#include "slurm/failures.hpp"
#include "slurm/shell_words.hpp"

extern char** environ;

namespace slurm {
namespace {

using engine::Failure;
using engine::Fault;
using std::chrono::milliseconds;

constexpr std::size_t most_output = std::size_t{64} << 20;  // some 300 000 batches
constexpr auto shortest_try = milliseconds(50);

/// Variables that would change what SLURM's commands do or print: of the operator's shell, or of a batch in
/// which the service itself runs.
std::vector<std::string> misleading_variables() {
  constexpr std::array<std::string_view, 7> starts{"SBATCH_", "SLURM_", "SQUEUE_",  "SCANCEL_",
                                                   "SACCT_",  "SINFO_", "SCONTROL_"};
  constexpr std::array<std::string_view, 4> needed{"SLURM_CONF", "SLURM_CONF_SERVER", "SLURM_JWT",
                                                   "SLURM_SACK_SOCKET"};
  std::vector<std::string> found;
  for (char** variable = environ; *variable; ++variable) {
    std::string_view const text(*variable);
    auto const name = text.substr(0, text.find('='));
    bool const theirs =
        std::any_of(starts.begin(), starts.end(), [&](auto start) { return name.starts_with(start); });
    if (theirs && std::find(needed.begin(), needed.end(), name) == needed.end()) found.emplace_back(name);
  }
  return found;
}

bool is_ssh(std::vector<std::string> const& over) {
  return std::any_of(over.begin(), over.end(),
                     [](auto const& word) { return std::filesystem::path(word).filename() == "ssh"; });
}

/// Names of accounts as useradd(8) makes them; anything else never becomes a word of a command.
void expect_account_name(std::string const& owner) {
  bool const good = !owner.empty() && owner.size() <= 32 && owner.front() >= 'a' && owner.front() <= 'z' &&
                    owner.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-.") == owner.npos;
  if (!good || owner == "root")
    throw Failure(Fault::bad_request, "the job cannot be run on the cluster as its owner: \"" +
                                          owner.substr(0, 40) +
                                          "\" is no name of an account there - ask the operator for one");
}

std::vector<std::string> words_for(std::vector<std::string> const& as_owner, std::string const& owner) {
  if (as_owner.empty() || owner.empty()) return {};
  expect_account_name(owner);
  std::vector<std::string> words = as_owner;
  for (auto& word : words)
    if (auto const place = word.find("{owner}"); place != word.npos) word.replace(place, 7, owner);
  return words;
}

}  // namespace

std::vector<std::string> Commands::command_line(std::vector<std::string> const& words,
                                                std::string const& owner) const {
  std::vector<std::string> inner = words_for(settings_.as_owner, owner);
  inner.emplace_back("env");
  if (!is_ssh(settings_.over))
    for (auto const& name : misleading_variables()) inner.insert(inner.end(), {"-u", name});
  inner.insert(inner.end(), {"TZ=UTC0", "LC_ALL=C", "SLURM_TIME_FORMAT=standard"});
  if (!settings_.conf.empty()) inner.push_back("SLURM_CONF=" + settings_.conf);
  inner.push_back(settings_.commands.empty() ? words.front() : (settings_.commands / words.front()).string());
  inner.insert(inner.end(), words.begin() + 1, words.end());
  std::vector<std::string> line = settings_.over;
  for (auto const& word : inner)  // the shell at the other end of ssh reads words again
    line.push_back(is_ssh(settings_.over) ? shell_word(word, "the word") : word);
  return line;
}

CommandAnswer Commands::run(std::vector<std::string> const& words, Deadline deadline, std::string input,
                            std::string const& owner) {
  auto const left = std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
  if (left < shortest_try)
    throw Failure(Fault::missing_resource, "cannot run " + words.front() +
                                               ": the cluster takes too long to answer - it is tried again");
  jobs::ProcessOrder order{.argv = command_line(words, owner)};
  order.time = left;
  order.patience = milliseconds(200);
  order.kept_output = most_output;
  order.input = std::move(input);
  ++calls_;
  auto result = jobs::run_process(order);
  bool const exited = result.end == jobs::ProcessResult::End::exited;
  CommandAnswer answer{.well = exited && result.status == 0,
                       .lost = !exited || (result.status == 255 && is_ssh(settings_.over)),
                       .status = result.status,
                       .output = std::move(result.output),
                       .errors = std::move(result.errors)};
  if (exited && (result.status == 127 || result.status == 126))
    throw Failure(Fault::missing_resource, "cannot run " + words.front() + " (" + words_of(answer.errors) +
                                               ") - the operator must look where SLURM's commands are");
  if (result.end == jobs::ProcessResult::End::timed_out)
    answer.errors += "\nno answer: timed out after " + std::to_string(left.count()) + " ms";
  if (answer.output.size() >= most_output)
    throw Failure(Fault::missing_resource,
                  "the answer of " + words.front() + " is too long - is the queue of the cluster in order?");
  return answer;
}

}  // namespace slurm

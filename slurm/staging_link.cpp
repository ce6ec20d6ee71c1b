#include "slurm/staging_link.hpp"

#include <algorithm>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "jobs/process.hpp"
#include "slurm/shell_words.hpp"
#include "slurm/staging_agent.hpp"
#include "slurm/staging_words.hpp"

namespace slurm {
namespace {

using engine::Failure;
using engine::Fault;
using jobs::ProcessResult;
using namespace std::chrono_literals;

constexpr std::size_t longest_answer = std::size_t{1} << 29;
constexpr std::uint64_t slowest_bytes_per_ms = 10'000;  ///< of a file system that is read for its sums
constexpr int connection_lost = 255, no_such_program = 127;
constexpr char const* try_later = " - it is tried again";

bool has(std::string const& text, std::string_view part) { return text.find(part) != text.npos; }

bool disk_was_full(std::string const& errors) {
  return has(errors, "No space left on device") || has(errors, "uota exceeded");
}

[[noreturn]] void throw_unless_broken_off(ProcessResult const& result, std::string const& message) {
  if (result.end == ProcessResult::End::stopped) throw Failure(Fault::interrupted, "the service is stopping");
  throw Failure(Fault::missing_resource, message);
}

/// Of rsync: errors of sockets, in the stream, time out; or what its remote shell ended with.
bool lost_connection(int status) {
  return status == 10 || status == 12 || status == 30 || status == 35 || status > 128;
}

std::string words_for_copy(ProcessResult const& result, bool into_cluster) {
  std::string const what = into_cluster ? "the files of the job could not be sent to the cluster"
                                        : "the results of the job could not be brought from the cluster";
  if (disk_was_full(result.errors))
    return what + (into_cluster ? ": the disk there is full" : ": the disk of the service is full") +
           try_later;
  if (result.end == ProcessResult::End::timed_out) return what + " in time" + try_later;
  if (lost_connection(result.status)) return what + ": the connection was lost" + try_later;
  if (result.status == no_such_program) return what + ": rsync is missing, here or there";
  return what + " (rsync ended with status " + std::to_string(result.status) + ")" + try_later;
}

std::string words_for_answer(ProcessResult const& result) {
  if (result.status == no_such_program)
    return "the program distilld is not found on the cluster's login node - ask the operator";
  if (result.end == ProcessResult::End::timed_out)
    return std::string("the cluster did not answer in time") + try_later;
  if (result.status == connection_lost) return std::string("the cluster cannot be reached") + try_later;
  return std::string("the cluster gave no proper answer about the files of a job") + try_later;
}

Fault fault_named(std::string const& word) {
  for (Fault const fault :
       {Fault::bad_request, Fault::bad_data, Fault::missing_resource, Fault::interrupted, Fault::internal})
    if (engine::row_of(fault).word == word) return fault;
  return Fault::internal;
}

}  // namespace

std::string remote_shell_words(std::vector<std::string> const& words) {
  std::string text;
  for (auto const& word : words) {
    if (!text.empty()) text += ' ';
    text += '\'';
    for (char const c : word) text += c == '\'' ? "''" : std::string(1, c);
    text += '\'';
  }
  return text;
}

StageLink::StageLink(Settings const& settings, std::string base, std::string token, std::stop_token stop,
                     std::function<void(std::string const&)> log)
    : settings_(settings),
      base_(std::move(base)),
      token_(std::move(token)),
      stop_(std::move(stop)),
      log_(std::move(log)) {}

std::vector<std::string> StageLink::ask(std::string_view verb, std::vector<std::string> const& words,
                                        std::uint64_t bytes) const {
  std::vector<std::string> request{std::string(stage_protocol), std::string(verb), base_, token_};
  request.insert(request.end(), words.begin(), words.end());
  std::vector<std::string> const command{settings_.program.string(), "stage"};
  jobs::ProcessOrder order;
  order.argv = settings_.over;
  if (order.argv.empty())
    order.argv = command;
  else
    order.argv.push_back(shell_line(command, "the program on the cluster"));
  order.input = packed_words(request);
  order.kept_output = longest_answer;
  order.time =
      settings_.patience + std::chrono::milliseconds((bytes + order.input.size()) / slowest_bytes_per_ms);
  ++calls_;
  auto const result = jobs::run_process(order, stop_);
  std::string const mark = std::string(1, '\0') + std::string(stage_protocol) + std::string(1, '\0');
  auto const begin = result.output.find(mark);
  if (begin == result.output.npos) {
    if (log_) log_("staging (" + std::string(verb) + "): " + std::string(engine::trimmed(result.errors)));
    throw_unless_broken_off(result, words_for_answer(result));
  }
  auto answer = unpacked_words(std::string_view(result.output).substr(begin + mark.size()));
  if (answer.empty()) throw_unless_broken_off(result, words_for_answer(result));
  std::string const verdict = std::move(answer.front());
  answer.erase(answer.begin());
  if (verdict != "ok")
    throw Failure(fault_named(verdict), answer.empty() ? words_for_answer(result) : answer.front());
  return answer;
}

/// With a host of that name rsync calls "<over words> env rsync --server ...": whatever the words are, the
/// remote end runs rsync.
std::string StageLink::place(std::filesystem::path const& there) const {
  return (settings_.over.empty() ? "" : "env:") + there.string() + "/";
}

void StageLink::copy(std::vector<std::string> options, std::string const& from, std::string const& to,
                     std::vector<std::string> const& names, bool into_cluster) const {
  jobs::ProcessOrder order;
  order.argv = {
      "rsync",
      "--times",
      "--perms",
      "--chmod=D700,F600",
      "--protect-args",
      "--partial-dir=.partial",
      "--timeout=" + std::to_string(std::max<std::int64_t>(
                         1, std::chrono::ceil<std::chrono::seconds>(settings_.patience).count() * 4)),
      "--from0",
      "--files-from=-"};
  order.argv.insert(order.argv.end(), options.begin(), options.end());
  if (!settings_.over.empty()) order.argv.push_back("--rsh=" + remote_shell_words(settings_.over));
  order.argv.insert(order.argv.end(), {"--", from, to});
  // "./": a name may begin with what rsync takes for a comment.
  for (auto const& name : names) order.input.append("./" + name).push_back('\0');
  ++calls_;
  auto const result = jobs::run_process(order, stop_);
  if (result.end == ProcessResult::End::exited && result.status == 0) return;
  if (log_) log_("staging: " + std::string(engine::trimmed(result.errors)));
  throw_unless_broken_off(result, words_for_copy(result, into_cluster));
}

void StageLink::push(std::filesystem::path const& from, std::vector<std::string> const& names,
                     std::filesystem::path const& to, Links links) const {
  if (names.empty()) return;
  std::vector<std::string> const options =
      links == Links::followed ? std::vector<std::string>{"--copy-links"} : std::vector<std::string>{};
  copy(options, from.string() + "/", place(to), names, true);
}

void StageLink::pull(std::filesystem::path const& from, std::vector<std::string> const& names,
                     std::filesystem::path const& to) const {
  if (names.empty()) return;
  copy({}, place(from), to.string() + "/", names, false);
}

}  // namespace slurm

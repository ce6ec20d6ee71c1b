#include "slurm/batch_summary.hpp"

#include <algorithm>

#include "engine/base/text.hpp"
#include "slurm/job_state.hpp"

namespace slurm {
namespace {

using jobs::BatchState;
using jobs::BatchStatus;
using End = jobs::WorkOutcome::End;

BatchStatus status_of_row(BatchRecord const& row) {
  return status_of(row.state, row.reason, row.exit_code.value_or(ExitCode{}));
}

/// Of parts that have ended the one to tell of: a fault of the job's own before one that another batch cures,
/// and either before one that did well.
int badness(BatchStatus const& status, BatchRecord const& row) {
  if (row.state.starts_with("COMPLETED")) return 0;
  if (status.again) return 1;
  if (status.end == End::stopped) return 2;  // SLURM may have cancelled it because of another part
  return status.end == End::lost ? 3 : 4;
}

std::size_t node_count(std::string const& list) {
  auto const names = nodes_from(list);
  return names ? names->size() : 0;
}

struct Counts {
  int running = 0, waiting = 0, held = 0, suspended = 0, ended = 0, unknown = 0;
  int& of(BatchState state) {
    switch (state) {
      case BatchState::running: return running;
      case BatchState::waiting: return waiting;
      case BatchState::held: return held;
      case BatchState::suspended: return suspended;
      case BatchState::ended: return ended;
      case BatchState::unknown: return unknown;
    }
    return unknown;
  }
  BatchState together() const {
    if (running > 0) return BatchState::running;
    if (suspended > 0) return BatchState::suspended;
    if (waiting > 0) return ended > 0 ? BatchState::running : BatchState::waiting;
    if (held > 0) return BatchState::held;
    return unknown > 0 ? BatchState::unknown : BatchState::ended;
  }
  std::string in_words() const {
    std::vector<std::string> said;
    auto const say = [&said](int count, char const* one, char const* many) {
      if (count > 0) said.push_back(std::to_string(count) + (count == 1 ? one : many));
    };
    say(running, " part runs", " parts run");
    say(suspended, " is suspended", " are suspended");
    say(waiting, " waits", " wait");
    say(held, " is held", " are held");
    return engine::joined(said, ", ");
  }
};

}  // namespace

int parts_in(std::string const& waiting) {
  std::int64_t count = 0;
  for (auto const& range : engine::split(waiting.substr(0, waiting.find('%')), ',')) {
    auto const dash = range.find('-');
    auto const colon = range.find(':');
    auto const first = engine::whole_number(range.substr(0, std::min(dash, colon)));
    auto const last =
        dash == range.npos ? first : engine::whole_number(range.substr(dash + 1, colon - dash - 1));
    auto const step =
        colon == range.npos ? std::optional<std::int64_t>(1) : engine::whole_number(range.substr(colon + 1));
    bool const good =
        first && last && step && *first >= 0 && *first <= *last && *last < 100'000'000 && *step > 0;
    count += good ? (*last - *first) / *step + 1 : 0;
  }
  return static_cast<int>(std::clamp<std::int64_t>(count, 1, 100'000'000));
}

BatchStatus summary_of(std::vector<BatchRecord> const& rows) {
  Counts counts;
  BatchStatus told;
  int worst = -1;
  bool array = false;
  std::string waiting_reason;
  for (auto const& row : rows) {
    if (!row.id.step.empty()) continue;
    array = array || row.id.task || !row.id.waiting.empty();
    BatchStatus const status = status_of_row(row);
    counts.of(status.state) += row.id.waiting.empty() ? 1 : parts_in(row.id.waiting);
    int const bad = status.state == BatchState::ended ? badness(status, row) : 10;
    if (bad > worst) told = status;
    worst = std::max(worst, bad);
    if (status.state == counts.together() && status.state != BatchState::ended) told = status;
  }
  if (worst < 0) return {.reason = "SLURM does not know the batch"};
  told.state = counts.together();
  if (array && told.state == BatchState::running) told.reason = counts.in_words();
  if (told.state != BatchState::ended) {
    told.end = End::lost;
    told.again = false;
  }
  return told;
}

BatchRecord merged(BatchRecord earlier, BatchRecord const& later) {
  auto const text = [](std::string& known, std::string const& told) {
    if (!told.empty()) known = told;
  };
  auto const value = [](auto& known, auto const& told) {
    if (told) known = told;
  };
  text(earlier.state, later.state);
  text(earlier.reason, later.reason);
  text(earlier.name, later.name);
  text(earlier.comment, later.comment);
  text(earlier.user, later.user);
  text(earlier.work_dir, later.work_dir);
  text(earlier.partition, later.partition);
  text(earlier.account, later.account);
  text(earlier.qos, later.qos);
  // While a batch is ending SLURM strikes out nodes one by one, and may account for what is left.
  if (node_count(later.node_list) >= node_count(earlier.node_list)) text(earlier.node_list, later.node_list);
  value(earlier.nodes, later.nodes);
  value(earlier.restarts, later.restarts);
  value(earlier.submitted, later.submitted);
  value(earlier.started, later.started);
  value(earlier.ended, later.ended);
  value(earlier.elapsed, later.elapsed);
  value(earlier.cpu, later.cpu);
  value(earlier.max_rss, later.max_rss);
  value(earlier.exit_code, later.exit_code);
  return earlier;
}

}  // namespace slurm

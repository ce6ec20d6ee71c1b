#include "jobs/batch_again.hpp"

#include <algorithm>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace jobs {
namespace {

using End = WorkOutcome::End;

constexpr char const* batches = "batches";
/// Who is interrupted sooner did not get anywhere.
constexpr std::chrono::seconds least_progress{5};

/// It has kept what it needs to go on. mpirun has no status of its own for that; the program says it in
/// words.
bool can_go_on(WorkOrder const& order, WorkOutcome const& outcome) {
  auto const& row = engine::row_of(engine::Fault::interrupted);
  return order.resumes && (outcome.status == row.exit_status || outcome.error_fault == row.word);
}

std::chrono::seconds duration_of(WorkOutcome const& outcome) {
  if (outcome.started == Instant{}) return std::chrono::seconds(0);
  return std::max(std::chrono::seconds(0),
                  std::chrono::ceil<std::chrono::seconds>(outcome.ended - outcome.started));
}

bool has_time_left(WorkOrder const& order, WorkOutcome const& outcome) {
  return order.time.count() == 0 || duration_of(outcome) < order.time;
}

/// Its own limits, and a good end, are final whatever happens to its node.
bool is_final(WorkOrder const& order, WorkOutcome const& outcome) {
  return went_well(outcome, order) || outcome.end == End::timed_out || outcome.end == End::out_of_memory;
}

void set_fact(WorkOutcome& outcome, std::string const& name, std::string const& value) {
  auto const same = std::ranges::find(outcome.facts, name, [](auto const& fact) { return fact.first; });
  if (same == outcome.facts.end())
    outcome.facts.emplace_back(name, value);
  else
    same->second = value;
}

void add_hosts(WorkOutcome& outcome, std::vector<std::string> const& hosts) {
  for (auto const& host : hosts)
    if (std::ranges::find(outcome.hosts, host) == outcome.hosts.end()) outcome.hosts.push_back(host);
}

void take_fact(WorkOutcome& outcome, std::string const& name, std::string const& value) {
  auto const number = engine::number(value);
  if (name == "node_list" && outcome.hosts.empty()) outcome.hosts = engine::split(value, ',');
  if (name == "cpu_seconds" && number && *number >= 0) {
    if (!outcome.all_seen) outcome.cpu_seconds = *number;
  } else if (name == "max_rss_bytes" && number && *number >= 0 && *number < 1e18) {
    if (!outcome.all_seen) outcome.max_rss_bytes = static_cast<std::uint64_t>(*number);
  } else {
    set_fact(outcome, name, value);
  }
}

}  // namespace

Next next_after(BatchEnding const& ending) {
  auto const& [order, outcome, status, cancelled, restarts] = ending;
  if (cancelled || (outcome && is_final(order, *outcome))) return Next::finish;
  bool const stopped =
      outcome && (outcome->end == End::interrupted || (outcome->end == End::stopped && status.again));
  if (stopped && can_go_on(order, *outcome)) {
    bool const got_on = duration_of(*outcome) >= least_progress || order.restarts < restarts;
    return has_time_left(order, *outcome) && got_on ? Next::go_on : Next::finish;
  }
  // It was given less than its time, to begin sooner.
  bool const cut_short = outcome ? stopped && has_time_left(order, *outcome) : status.end == End::timed_out;
  if (cut_short && order.expected.count() > 0) return Next::anew;
  if (status.again && order.restarts < restarts) return Next::anew;
  return Next::finish;
}

WorkOrder another_run(WorkOrder order, Next next, std::optional<WorkOutcome> const& outcome) {
  ++order.run;
  bool const got_on = next == Next::go_on && outcome && duration_of(*outcome) >= least_progress;
  if (!got_on) ++order.restarts;
  order.expected = std::chrono::seconds(0);
  if (next != Next::go_on || !outcome) return order;
  auto const used = duration_of(*outcome);
  order.used += used;
  if (order.time.count() > 0) order.time = std::max(std::chrono::seconds(1), order.time - used);
  return order;
}

WorkOutcome outcome_without(WorkOrder const& order, BatchStatus const& status) {
  return {.end = status.end,
          .attempt = order.attempt,
          .run = order.run,
          .reason = status.reason.empty() ? "the run is gone without an outcome" : status.reason,
          .ended = system_now(),
          .all_seen = false,
          .processes = order.processes,
          .threads = order.threads};
}

void merge(WorkOutcome& outcome, BatchStatus const& status, bool cancelled) {
  bool const out_of_memory = outcome.end == End::killed && status.end == End::out_of_memory;
  if (status.state == BatchState::ended && out_of_memory) outcome.end = End::out_of_memory;
  // A batch that SLURM stops for its time is stopped like any other: only SLURM knows why.
  if (status.state == BatchState::ended && outcome.end == End::stopped && !cancelled) {
    if (status.end == End::timed_out) outcome.end = End::interrupted;
    if (!status.reason.empty()) outcome.reason = status.reason;
  }
  for (auto const& [name, value] : status.facts) take_fact(outcome, name, value);
}

void add_runs(WorkOutcome& outcome, std::vector<WorkOutcome> const& earlier) {
  bool const added =
      std::ranges::any_of(outcome.facts, [](auto const& fact) { return fact.first == batches; });
  if (earlier.empty() || added) return;
  for (auto const& run : earlier) {
    if (run.started != Instant{} && (outcome.started == Instant{} || run.started < outcome.started))
      outcome.started = run.started;
    outcome.cpu_seconds += run.cpu_seconds;
    outcome.max_rss_bytes = std::max(outcome.max_rss_bytes, run.max_rss_bytes);
    outcome.bytes_read += run.bytes_read;
    outcome.bytes_written += run.bytes_written;
    outcome.all_seen = outcome.all_seen && run.all_seen;
    add_hosts(outcome, run.hosts);
    auto const id =
        std::ranges::find(run.facts, std::string("slurm_job_id"), [](auto const& f) { return f.first; });
    set_fact(outcome, "batch_" + std::to_string(run.run),
             (id == run.facts.end() ? "" : id->second + ": ") + std::string(word_of(run.end)) +
                 (run.reason.empty() ? "" : " (" + run.reason + ")"));
  }
  set_fact(outcome, batches, std::to_string(outcome.run));
}

}  // namespace jobs

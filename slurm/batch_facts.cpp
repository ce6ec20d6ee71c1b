// Accounting of a batch as pairs of words.
#include <algorithm>
#include <set>

#include "engine/base/text.hpp"
#include "slurm/batch_summary.hpp"
#include "slurm/job_state.hpp"

namespace slurm {
namespace {

using Facts = std::vector<std::pair<std::string, std::string>>;
using std::chrono::milliseconds;

/// What the parts of an array, or the one batch, sum up to.
struct Sums {
  std::optional<jobs::Instant> submitted{}, started{}, ended{}, expected{};
  std::optional<milliseconds> elapsed{}, cpu{};
  std::optional<std::uint64_t> max_rss{};
  std::optional<std::int64_t> nodes{}, restarts{};
  std::set<std::string> node_names{};
  std::vector<std::string> states{};
  ExitCode worst{};
  int parts = 0;
  bool has_exit = false, over = true;
};

template <class Value>
void keep_least(std::optional<Value>& kept, std::optional<Value> const& value) {
  if (value && (!kept || *value < *kept)) kept = value;
}
template <class Value>
void keep_largest(std::optional<Value>& kept, std::optional<Value> const& value) {
  if (value && (!kept || *value > *kept)) kept = value;
}
template <class Value>
void add(std::optional<Value>& sum, std::optional<Value> const& value) {
  if (value) sum = sum.value_or(Value{}) + *value;
}

void add_batch(Sums& sums, BatchRecord const& row) {
  auto const state = meaning_of_state(row.state).state;
  bool const waits = state == jobs::BatchState::waiting || state == jobs::BatchState::held;
  keep_least(sums.submitted, row.submitted);
  keep_least(waits ? sums.expected : sums.started, row.started);
  if (state == jobs::BatchState::ended)
    keep_largest(sums.ended, row.ended);
  else
    sums.over = false;
  keep_largest(sums.elapsed, row.elapsed);
  ++sums.parts;
  add(sums.cpu, row.cpu);
  keep_largest(sums.max_rss, row.max_rss);
  keep_largest(sums.nodes, row.nodes);
  add(sums.restarts, row.restarts);
  for (auto const& name : nodes_from(row.node_list).value_or(std::vector<std::string>{}))
    sums.node_names.insert(name);
  if (std::find(sums.states.begin(), sums.states.end(), row.state) == sums.states.end())
    sums.states.push_back(row.state);
  if (!row.exit_code || state != jobs::BatchState::ended) return;
  sums.has_exit = true;
  if (row.exit_code->signal != 0 || (sums.worst.signal == 0 && row.exit_code->status != 0))
    sums.worst = *row.exit_code;
}

std::string seconds_text(milliseconds time) {
  return engine::shortest(static_cast<double>(time.count()) / 1000.0);
}

}  // namespace

Facts facts_of(std::vector<BatchRecord> const& rows) {
  Sums sums;
  BatchRecord named;
  std::string reason;
  for (auto const& row : rows) {
    if (!row.id.step.empty()) {
      keep_largest(sums.max_rss, row.max_rss);
      continue;
    }
    add_batch(sums, row);
    if (!row.reason.empty()) reason = row.reason;
    named = named.id.job.empty() ? row : merged(named, row);
  }
  Facts facts;
  if (named.id.job.empty()) return facts;
  auto const say = [&facts](char const* name, std::string const& value) {
    if (!value.empty()) facts.emplace_back(name, value);
  };
  auto const when = [&say](char const* name, std::optional<jobs::Instant> const& time) {
    if (time) say(name, jobs::iso_text(*time));
  };
  say("slurm_job_id", named.id.job);
  say("slurm_state", engine::joined(sums.states, ","));
  say("slurm_reason", reason);
  say("partition", named.partition);
  say("account", named.account);
  say("qos", named.qos);
  say("user", named.user);
  if (sums.nodes) say("nodes", std::to_string(*sums.nodes));
  say("node_list", engine::joined({sums.node_names.begin(), sums.node_names.end()}, ","));
  when("submitted", sums.submitted);
  when("started", sums.started);
  if (!sums.started) when("expected_start", sums.expected);
  if (sums.over) when("ended", sums.ended);
  if (sums.parts > 1 && sums.over && sums.started && sums.ended)  // one part after the other, or side by side
    sums.elapsed = *sums.ended - *sums.started;
  if (sums.elapsed) say("elapsed_seconds", seconds_text(*sums.elapsed));
  if (sums.cpu && sums.over) say("cpu_seconds", seconds_text(*sums.cpu));
  if (sums.max_rss && *sums.max_rss > 0) say("max_rss_bytes", std::to_string(*sums.max_rss));
  if (sums.has_exit && sums.over) {
    say("exit_status", std::to_string(sums.worst.status));
    if (sums.worst.signal != 0) say("exit_signal", std::to_string(sums.worst.signal));
  }
  if (sums.restarts) say("restarts", std::to_string(*sums.restarts));
  return facts;
}

}  // namespace slurm

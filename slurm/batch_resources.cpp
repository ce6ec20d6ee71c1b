// What a batch asks of the cluster.
#include <algorithm>

#include "engine/base/failure.hpp"
#include "slurm/batch_directives.hpp"
#include "slurm/batch_script.hpp"

namespace slurm {
namespace {

using engine::Failure;
using engine::Fault;

constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;
/// Beside the program: the process that watches it, the launcher, SLURM's own.
constexpr std::uint64_t memory_beside = 128 * mebibyte;
constexpr std::chrono::seconds inexact{60};  // SLURM warns and ends within a minute, not on the second

template <class Number>
Number divided_up(Number what, Number by) {
  return (what + by - 1) / by;
}

void expect_at_most(std::uint64_t asked, std::uint64_t limit, std::string const& what) {
  if (asked > limit)
    throw Failure(Fault::bad_request, "the job is too large for the cluster: it needs " +
                                          std::to_string(asked) + " " + what + " and may have " +
                                          std::to_string(limit) +
                                          " - ask for fewer pixels, bins or hours, or split the job");
}

}  // namespace

int minutes_of(Settings const& settings, Profile const& profile, jobs::WorkOrder const& order) {
  std::chrono::seconds time{0};
  if (order.time.count() > 0) time = order.time + settings.margin + settings.warning + inexact;
  if (profile.time_max && (time.count() == 0 || time > *profile.time_max)) time = *profile.time_max;
  return static_cast<int>(std::chrono::ceil<std::chrono::minutes>(time).count());
}

jobs::WorkOrder widest(jobs::WorkOrder order, jobs::WorkOrder const& other) {
  order.nodes = std::max(order.nodes, other.nodes);
  order.processes = std::max(order.processes, other.processes);
  order.threads = std::max(order.threads, other.threads);
  order.memory_bytes = order.memory_bytes == 0 || other.memory_bytes == 0
                           ? 0
                           : std::max(order.memory_bytes, other.memory_bytes);
  bool const unlimited = order.time.count() == 0 || other.time.count() == 0;
  order.time = unlimited ? std::chrono::seconds(0) : order.time + other.time;
  return order;
}

void add_resources(Directives& lines, BatchRequest const& request) {
  auto const& order = request.order;
  auto const& profile = request.profile;
  int const nodes = std::max(order.nodes, 1), tasks = std::max(order.processes, 1),
            threads = std::max(order.threads, 1), tasks_per_node = divided_up(tasks, nodes);
  auto const limit = [](int number) { return static_cast<std::uint64_t>(std::max(number, 1)); };
  if (profile.nodes) expect_at_most(limit(nodes), limit(*profile.nodes), "nodes");
  if (profile.cpus_per_node)
    expect_at_most(limit(tasks_per_node * threads), limit(*profile.cpus_per_node), "cores on a node");
  lines.say(order.resources_reason.empty() ? "As many as the plan of the job found best."
                                           : order.resources_reason);
  lines.add("--nodes=" + std::to_string(nodes));
  lines.add("--ntasks=" + std::to_string(tasks));
  if (nodes > 1) lines.add("--ntasks-per-node=" + std::to_string(tasks_per_node));
  lines.add("--cpus-per-task=" + std::to_string(threads));
  if (profile.exclusive.value_or(false)) lines.add("--exclusive");
  if (order.memory_bytes == 0) return;
  std::uint64_t memory = divided_up(order.memory_bytes, static_cast<std::uint64_t>(nodes));
  if (profile.memory_per_node) {
    expect_at_most(divided_up(memory, mebibyte), *profile.memory_per_node / mebibyte,
                   "MiB of memory on a node");
    memory = std::min(memory + memory_beside, std::max(*profile.memory_per_node, memory));
  } else {
    memory += memory_beside;
  }
  lines.say("Of each node: what the job may use there, and a little for those who watch it.");
  lines.add("--mem=" + std::to_string(divided_up(memory, mebibyte)) + "M");
}

namespace {

/// A batch with less time fits into gaps. What was cut short is run again (see WorkOrder::expected).
void add_least_time(Directives& lines, BatchRequest const& request, int minutes) {
  if (request.order.expected.count() <= 0) return;
  jobs::WorkOrder shorter = request.order;
  shorter.time = shorter.expected;
  int const least = minutes_of(request.settings, request.profile, shorter);
  if (least >= minutes) return;
  lines.say("It may be given less, down to what it should need, if it begins sooner then.");
  lines.add("--time-min=" + std::to_string(least));
}

}  // namespace

std::int64_t warning_of(Settings const& settings, Profile const& profile, jobs::WorkOrder const& order) {
  int const minutes = minutes_of(settings, profile, order);
  std::int64_t const warning = std::min<std::int64_t>(settings.warning.count(), 65535);
  return minutes > 0 ? std::min<std::int64_t>(warning, minutes * 30) : warning;
}

void add_time(Directives& lines, BatchRequest const& request) {
  auto const& settings = request.settings;
  int const minutes = minutes_of(settings, request.profile, request.order);
  if (minutes > 0) {
    lines.say("In minutes: longer than the job's own limit, which comes first, or what a batch may have.");
    lines.add("--time=" + std::to_string(minutes));
    add_least_time(lines, request, minutes);
  }
  std::int64_t const warning = warning_of(settings, request.profile, request.order);
  if (warning <= 0) return;
  lines.say("Before the end the program is asked to stop where it can go on; only its watcher is told.");
  lines.add("--signal=B:USR1@" + std::to_string(warning));
}

}  // namespace slurm

// What a cluster tells of a job's batches, under names that cannot be taken for anything else's.
#include <algorithm>
#include <array>
#include <string_view>

#include "uws/record/record_parts.hpp"

namespace uws {
namespace {

namespace prov = catalog::prov;

/// As schedulers name them. "account" alone would be the user's, "nodes" those of a graph.
constexpr std::array<std::string_view, 19> of_scheduler{
    "cluster",         "partition",   "account",     "qos",           "reservation",   "user",  "nodes",
    "tasks",           "node_list",   "submitted",   "started",       "ended",         "parts", "restarts",
    "elapsed_seconds", "exit_status", "exit_signal", "cpus_per_task", "expected_start"};

bool is_of(prov::Facts::value_type const& fact, std::string_view name) { return fact.first == name; }

}  // namespace

prov::Facts batch_facts(prov::Facts facts, bool all_parts) {
  bool const batch = std::ranges::any_of(facts, [](auto const& fact) { return is_of(fact, "slurm_job_id"); });
  if (!batch) return facts;
  // When it would start is no news of what has ended, and of an array the task that gathered is any of them.
  std::erase_if(facts, [all_parts](auto const& fact) {
    return is_of(fact, "expected_start") || (all_parts && is_of(fact, "slurm_array_task"));
  });
  for (auto& [name, value] : facts)
    if (std::ranges::find(of_scheduler, name) != of_scheduler.end()) name.insert(0, "slurm_");
  return facts;
}

void add_resources(prov::Activity& activity, jobs::WorkOrder const& order) {
  auto const say = [&](char const* name, std::string value) {
    activity.facts.emplace_back(name, std::move(value));
  };
  if (order.memory_bytes > 0) say("memory_limit_bytes", std::to_string(order.memory_bytes));
  if (order.resources_reason.empty()) return;  // on the service's own machine
  say("resources_reason", order.resources_reason);
  say("nodes", std::to_string(order.nodes));
  if (order.parts > 1) say("parts", std::to_string(order.parts));
  say("batches", std::to_string(order.run));
  if (!order.role.empty()) say("owner_role", order.role);
}

}  // namespace uws

#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "uws/daemon/cluster_check.hpp"
#include "uws/daemon/cluster_problems.hpp"

namespace uws {
namespace {

using engine::Failure;
using engine::Fault;

constexpr int refused = 4;

std::string fact(jobs::BatchStatus const& status, std::string_view name) {
  for (auto const& [known, value] : status.facts)
    if (known == name) return value;
  return {};
}

int check(Config const& config, ClusterLink& link, ClusterCommand const& command) {
  auto const state = link.scheduler().examine();
  fmt::print("ok    {}, SLURM {}\n", state.controller, state.version);
  fmt::print("ok    {} of {} nodes usable, partitions {}\n", state.nodes_usable, state.nodes,
             engine::joined(state.partitions, ", "));
  fmt::print("{}\n",
             state.accounting
                 ? "ok    accounting (sacct): what batches used is known"
                 : "note  no accounting (sacct): of ended batches only what they say themselves is known");
  if (config.cluster.notify)
    fmt::print("{}\n",
               config.base_url.empty() && config.cluster.notify_url.empty()
                   ? "note  neither base_url nor cluster.notify_url is set: batches tell the address "
                     "the daemon listens at, which other machines may not reach"
                   : "ok    batches tell " +
                         (config.cluster.notify_url.empty() ? config.base_url : config.cluster.notify_url));
  auto const problems = problems_with(link.settings(), state);
  for (auto const& problem : problems) fmt::print("FAIL  {}\n", problem);
  if (!problems.empty()) return refused;
  return command.batch ? run_check_batch(config, link, command, state) : 0;
}

int status(Config const& config, ClusterLink& link) {
  auto const ids = link.scheduler().living(config.data.results());
  auto const states = link.scheduler().states(ids);
  fmt::print("{:>12} {:10} {:12} {:20} {}\n", "BATCH", "STATE", "PARTITION", "NODES", "REASON");
  for (std::size_t i = 0; i < ids.size(); ++i)
    fmt::print("{:>12} {:10} {:12} {:20} {}\n", ids[i], fact(states[i], "slurm_state"),
               fact(states[i], "partition"), fact(states[i], "node_list"), states[i].reason);
  return 0;
}

}  // namespace

int cluster(Config const& config, ClusterCommand const& command) {
  if (!config.cluster.is_used())
    throw Failure(Fault::bad_request, "there is no cluster: set cluster.kind (see `distilld config`)");
  // SLURM's commands would look for another configuration for as long as we let them.
  std::error_code none;
  if (config.cluster.over.empty() && !config.cluster.conf.empty() &&
      !std::filesystem::exists(config.cluster.conf, none))
    throw Failure(Fault::bad_request, "cluster.conf: there is no file " + config.cluster.conf.string());
  ClusterLink link(config, config.data.results(),
                   [](std::string const& message) { fmt::print(stderr, "      {}\n", message); });
  return command.action == "status" ? status(config, link) : check(config, link, command);
}

}  // namespace uws

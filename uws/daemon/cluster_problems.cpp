#include "uws/daemon/cluster_problems.hpp"

#include <algorithm>

#include "engine/base/text.hpp"

namespace uws {
namespace {

void add_partition_problem(std::vector<std::string>& problems, slurm::ClusterState const& state,
                           slurm::Profile const& profile, std::string const& whose) {
  if (!profile.partition || profile.partition->empty()) return;
  for (auto const& name : engine::split(*profile.partition, ','))
    if (std::ranges::find(state.partitions, name) == state.partitions.end())
      problems.push_back("there is no partition '" + name + "', which " + whose +
                         " names - the cluster shows " + engine::joined(state.partitions, ", "));
}

}  // namespace

std::vector<std::string> problems_with(slurm::Settings const& settings, slurm::ClusterState const& state) {
  std::vector<std::string> problems;
  if (state.nodes_usable == 0)
    problems.push_back("none of the " + std::to_string(state.nodes) + " nodes is usable now - see sinfo -R");
  int number = 0;
  for (auto const& rule : settings.rules) {
    add_partition_problem(problems, state, rule.profile,
                          number == 0 ? std::string("cluster.partition") : "rule " + std::to_string(number));
    if (rule.profile.nodes && *rule.profile.nodes > state.nodes)
      problems.push_back((number == 0 ? std::string("cluster.nodes") : "rule " + std::to_string(number)) +
                         " allows a job " + std::to_string(*rule.profile.nodes) +
                         " nodes, and the cluster has " + std::to_string(state.nodes));
    ++number;
  }
  return problems;
}

}  // namespace uws

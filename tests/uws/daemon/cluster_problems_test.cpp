#include "uws/daemon/cluster_problems.hpp"

#include <doctest/doctest.h>

using namespace uws;

namespace {

slurm::ClusterState const cluster{.partitions = {"long", "short"}, .nodes = 4, .nodes_usable = 3};

slurm::Settings with(slurm::Profile all, slurm::Profile some = {}) {
  slurm::Settings settings;
  settings.rules = {{{}, {}, std::move(all)}, {{"map"}, {}, std::move(some)}};
  return settings;
}

bool one_says(std::vector<std::string> const& problems, char const* part) {
  return problems.size() == 1 && problems.front().find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("settings that fit the cluster are not complained about") {
  CHECK(problems_with(with({}), cluster).empty());
  CHECK(
      problems_with(with({.partition = "short", .nodes = 4}, {.partition = "long,short"}), cluster).empty());
  CHECK(problems_with(with({.partition = ""}), cluster).empty());
}

TEST_CASE("what the cluster does not have is named with who wants it") {
  CHECK(one_says(problems_with(with({.partition = "shrt"}), cluster),
                 "no partition 'shrt', which cluster.partition names - the cluster shows long, short"));
  CHECK(one_says(problems_with(with({}, {.partition = "long,gpu"}), cluster), "'gpu', which rule 1 names"));
  CHECK(one_says(problems_with(with({.nodes = 5}), cluster), "cluster.nodes allows a job 5 nodes"));
  CHECK(one_says(problems_with(with({}, {.nodes = 9}), cluster), "rule 1 allows a job 9 nodes"));
  auto down = cluster;
  down.nodes_usable = 0;
  CHECK(one_says(problems_with(with({}), down), "none of the 4 nodes is usable"));
}

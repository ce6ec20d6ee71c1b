/// Settings of a cluster against what the cluster says of itself.
#pragma once

#include <string>
#include <vector>

#include "slurm/settings.hpp"
#include "slurm/slurm_scheduler.hpp"

namespace uws {

/// What is wrong with the settings for this cluster, as sentences that name the setting or the rule (counted
/// from 1; the settings of all jobs come first). Pure.
std::vector<std::string> problems_with(slurm::Settings const& settings, slurm::ClusterState const& state);

}  // namespace uws

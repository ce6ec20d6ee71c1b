/// The configuration of the cluster as those take it who talk to it.
#pragma once

#include "slurm/settings.hpp"
#include "uws/daemon/config.hpp"

namespace uws {

/// The first rule is what the settings say for all jobs; those of cluster.rules follow.
slurm::Settings cluster_settings(Config const& config);

/// Does the job type run on the cluster?
bool runs_on_cluster(ClusterConfig const& cluster, std::string_view type);

}  // namespace uws

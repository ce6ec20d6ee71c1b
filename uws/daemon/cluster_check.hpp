/// Does the cluster do what a job needs of it? The engine's self-test as a real batch.
#pragma once

#include "slurm/slurm_scheduler.hpp"
#include "uws/daemon/cluster_link.hpp"
#include "uws/daemon/commands.hpp"

namespace uws {

/// The self-test as a batch of jobs of that type and role, on as many nodes as asked. Prints the report, or
/// why there is none; returns the exit status for main().
int run_check_batch(Config const& config, ClusterLink& link, ClusterCommand const& command,
                    slurm::ClusterState const& state);

}  // namespace uws

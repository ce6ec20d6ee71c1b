/// The batch of a cluster that a shepherd runs in, as the variables of its environment tell.
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace jobs {

/// Are we in a batch or an allocation of SLURM?
bool in_slurm();
/// Are we in a batch's own script? Then the whole batch is ours, and its environment was made for us.
bool in_batch();
/// All nodes of it; empty: in none.
std::vector<std::string> batch_hosts();
/// "slurm_job_id", "slurm_array_task", "partition", "account", "node_list", ...; those that are known.
std::vector<std::pair<std::string, std::string>> batch_facts();
/// How long before the end of the batch SIGUSR1 comes: variable DISTILL_WARNING, in seconds; 30 if not said.
std::chrono::seconds batch_warning();

}  // namespace jobs

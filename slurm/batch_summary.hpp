/// From the rows of a batch, one or those of an array's parts, to what the service wants to know of it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "jobs/scheduler.hpp"
#include "slurm/slurm_output.hpp"

namespace slurm {

/// One status for all rows: running if any part runs, ended when all have, then as the worst of them ended.
/// No rows: unknown.
jobs::BatchStatus summary_of(std::vector<BatchRecord> const& rows);

/// "1-8%2", "1,3-5": how many parts that is; at least 1.
int parts_in(std::string const& waiting);

/// Accounting for the provenance: slurm_job_id, slurm_state, slurm_reason, partition, account, qos, nodes,
/// node_list, user, submitted, started, ended (of a batch that waits expected_start), elapsed_seconds,
/// cpu_seconds, max_rss_bytes (of the largest process), exit_status, exit_signal, restarts. Of arrays sums
/// and extremes of all parts. `rows` may hold steps, which count for cpu_seconds and max_rss_bytes only.
std::vector<std::pair<std::string, std::string>> facts_of(std::vector<BatchRecord> const& rows);

/// What either knows; where both do, `later` is right. For rows of the same batch or part.
BatchRecord merged(BatchRecord earlier, BatchRecord const& later);

}  // namespace slurm

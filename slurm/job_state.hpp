/// SLURM's words for how a job is, and what they mean for ours.
#pragma once

#include <string>
#include <string_view>

#include "jobs/scheduler.hpp"
#include "slurm/slurm_values.hpp"

namespace slurm {

/// What one word of SLURM says: "PENDING", "OUT_OF_MEMORY", "CANCELLED by 1000", "COMPLETED+". `unknown` for
/// any word that is not in the table, so that one of a later release never ends a job.
struct StateMeaning {
  jobs::BatchState state = jobs::BatchState::unknown;
  jobs::WorkOutcome::End end = jobs::WorkOutcome::End::lost;
  bool again = false;
  std::string_view sentence{};  ///< without the reason
};
StateMeaning meaning_of_state(std::string_view word);

/// What people read: "waits for other jobs (Priority)". `word` is the state, `reason` SLURM's word for why,
/// or for the node list what stands in its place. Refines the meaning: a job that waits may be held, and one
/// that failed may have failed with its node.
jobs::BatchStatus status_of(std::string_view word, std::string_view reason, ExitCode const& code = {});

}  // namespace slurm

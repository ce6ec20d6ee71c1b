/// Where a job is in its life: the execution phases of UWS 1.1 section 2.1.3.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace jobs {

enum class Phase {
  pending,    ///< accepted, not committed: parameters may still change
  queued,     ///< committed, waits for its turn
  executing,  ///< running
  completed,  ///< ended well, results are there
  error,      ///< ended badly, the error says why
  aborted,    ///< ended by its owner, by a limit or by an operator
  unknown,    ///< the executor cannot say at the moment
  held,       ///< the service wants RUN once more before it queues the job
  suspended,  ///< stopped by the service, which resumes it by itself
  archived    ///< past its destruction time: results gone, what it was is kept (1.1)
};

inline constexpr std::array<Phase, 10> all_phases{
    Phase::pending, Phase::queued,  Phase::executing, Phase::completed, Phase::error,
    Phase::aborted, Phase::unknown, Phase::held,      Phase::suspended, Phase::archived};

std::string_view uws_name(Phase phase);                       ///< "PENDING", ...
std::optional<Phase> phase_named(std::string_view uws_name);  ///< ASCII case does not matter (DALI)

/// COMPLETED, ERROR, ABORTED, ARCHIVED: nothing but deletion or archiving happens to the job any more.
bool is_final(Phase phase);
/// PENDING, QUEUED, EXECUTING: the phases in which WAIT blocks (UWS 1.1 section 2.2.1.1).
bool is_active(Phase phase);
/// An executor knows of the job, or soon will: QUEUED, EXECUTING, SUSPENDED, UNKNOWN.
bool is_underway(Phase phase);

}  // namespace jobs

/// What follows the end of a batch: the job's end, or another batch. No files, no clock, no scheduler.
#pragma once

#include <optional>

#include "jobs/scheduler.hpp"

namespace jobs {

enum class Next {
  finish,
  anew,  ///< another batch, from the beginning: a node failed, or the batch had to make room
  go_on  ///< another batch that goes on where the program stopped
};

struct BatchEnding {
  WorkOrder const& order;
  std::optional<WorkOutcome> const& outcome;  ///< nothing: it left none
  BatchStatus const& status;                  ///< what the scheduler said last
  bool cancelled = false;                     ///< by us
  int restarts = 0;                           ///< allowed for one attempt
};
Next next_after(BatchEnding const& ending);

/// The order of that next batch: its number, and the time that is left to the job.
WorkOrder another_run(WorkOrder order, Next next, std::optional<WorkOutcome> const& outcome);

/// The outcome of a batch that left none, by what the scheduler says of its end.
WorkOutcome outcome_without(WorkOrder const& order, BatchStatus const& status);
/// What both know: who ended it, if it ended badly; facts, each name once; usage, hosts.
void merge(WorkOutcome& outcome, BatchStatus const& status, bool cancelled);
/// What earlier runs used is the job's, too.
void add_runs(WorkOutcome& outcome, std::vector<WorkOutcome> const& earlier);

}  // namespace jobs

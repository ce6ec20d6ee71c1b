/// When a job's program has ended: what came of it.
#pragma once

#include "jobs/executor.hpp"
#include "jobs/work/work.hpp"
#include "uws/analysis/analysis_parts.hpp"

namespace uws {

/// For jobs::BatchSteps::finish: all files in claim.results as results, or the error with the log beside it.
jobs::Outcome finish_work(AnalysisParts const& parts, jobs::Claim const& claim, jobs::WorkOrder const& order,
                          jobs::WorkOutcome const& outcome);

}  // namespace uws

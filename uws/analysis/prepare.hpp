/// When a job's turn has come: its data, its folder, its order.
#pragma once

#include <filesystem>

#include "jobs/executor.hpp"
#include "jobs/work/work.hpp"
#include "uws/analysis/analysis_parts.hpp"

namespace uws {

/// For jobs::BatchSteps::prepare. Failure: what the job ends with.
jobs::WorkOrder prepare_work(AnalysisParts const& parts, jobs::Claim const& claim,
                             std::filesystem::path const& work);

}  // namespace uws

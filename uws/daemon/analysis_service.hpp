/// Jobs of the job types, put together: types, programs, executor, policies.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "jobs/batch_executor.hpp"
#include "jobs/local_scheduler.hpp"
#include "jobs/types/registry.hpp"
#include "uws/analysis/analysis_parts.hpp"
#include "uws/analysis/analysis_policy.hpp"
#include "uws/daemon/config.hpp"
#include "uws/daemon/database.hpp"
#include "uws/daemon/log.hpp"
#include "uws/tap/tap_answer.hpp"

namespace uws {

/// What the analysis service borrows; all outlives it.
struct AnalysisGround {
  Config const& config;
  Log const& log;
  Database& database;
  jobs::JobStore& store;
  jobs::JobDirectories const& directories;
  QueryRunner const& runner;
  TapSettings const& tap;
  std::function<std::string()> url;
};

class AnalysisService {
 public:
  explicit AnalysisService(AnalysisGround const& ground);

  jobs::JobTypes& types() { return types_; }
  AnalysisParts const& parts() const { return parts_; }
  jobs::BatchExecutor& executor() { return executor_; }
  /// The lists of all valid types, at `base`.
  std::vector<OtherList> lists(std::string const& base) const;

 private:
  jobs::JobTypes types_;
  AnalysisParts parts_;
  jobs::LocalScheduler scheduler_;
  jobs::BatchExecutor executor_;
};

}  // namespace uws

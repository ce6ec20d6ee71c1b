/// Jobs of the job types, put together: types, programs, executor, policies.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "jobs/batch_executor.hpp"
#include "jobs/local_scheduler.hpp"
#include "jobs/supervisor.hpp"
#include "jobs/types/registry.hpp"
#include "uws/analysis/analysis_parts.hpp"
#include "uws/analysis/analysis_policy.hpp"
#include "uws/daemon/cluster_service.hpp"
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
  /// What is to be under "" are the types that no other lane names.
  std::map<std::string, jobs::Lane> lanes(jobs::Lane common);
  void stop();
  /// Executors with their names for people.
  std::vector<std::pair<std::string, jobs::BatchExecutor*>> executors();
  ClusterService* cluster() { return cluster_.get(); }  ///< nullptr: there is none
  /// There is news of this job's batch.
  void poke(jobs::JobId const& id);
  /// The lists of all valid types, at `base`.
  std::vector<OtherList> lists(std::string const& base) const;

 private:
  Config const& config_;
  jobs::JobTypes types_;
  std::unique_ptr<ClusterService> cluster_;
  AnalysisParts parts_;
  jobs::LocalScheduler scheduler_;
  jobs::BatchExecutor executor_;
  std::unique_ptr<jobs::BatchExecutor> cluster_executor_;
};

}  // namespace uws

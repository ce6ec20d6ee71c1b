/// The cluster, put together: its scheduler, what jobs may have there, and batches that tell their news.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "uws/analysis/analysis_parts.hpp"
#include "uws/daemon/batch_notice.hpp"
#include "uws/daemon/cluster_link.hpp"
#include "uws/daemon/config.hpp"
#include "uws/daemon/database.hpp"
#include "uws/daemon/log.hpp"
#include "uws/daemon/watched_scheduler.hpp"

namespace uws {

class ClusterService {
 public:
  /// All outlive it. `root`: of the job folders. `url`: of the service, where the configuration names none
  /// for batches.
  ClusterService(Config const& config, Log const& log, Database& database, std::filesystem::path const& root,
                 std::function<std::string()> url);
  ~ClusterService();  ///< stop()

  WatchedScheduler& scheduler() { return watched_; }
  ClusterParts parts() const;
  BatchNotices const& notices() const { return notices_; }
  void stop();  ///< file transfers break off; batches go on

 private:
  NodeLimits limits(std::string const& type, std::string const& role) const;
  std::string role_of(std::string const& owner) const;

  Config const& config_;
  Database& database_;
  std::function<std::string()> url_;
  BatchNotices notices_;
  ClusterLink link_;
  WatchedScheduler watched_;
};

}  // namespace uws

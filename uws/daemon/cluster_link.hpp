/// The way to the cluster: its scheduler, and the files for batches that do not share ours.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "slurm/slurm_scheduler.hpp"
#include "slurm/staging.hpp"
#include "uws/daemon/config.hpp"

namespace uws {

class ClusterLink {
 public:
  /// `root`: of the job folders. `log` may be called from any thread.
  ClusterLink(Config const& config, std::filesystem::path const& root,
              std::function<void(std::string const&)> log);

  slurm::Settings const& settings() const { return settings_; }
  slurm::SlurmScheduler& scheduler() { return scheduler_; }
  slurm::Staging* staging() { return staging_.get(); }  ///< nullptr: files are shared

 private:
  slurm::Settings settings_;
  std::unique_ptr<slurm::Staging> staging_;
  slurm::SlurmScheduler scheduler_;
};

}  // namespace uws

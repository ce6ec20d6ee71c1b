/// Runs work orders on this machine, each under a shepherd of its own that survives us: `distilld work
/// <folder>`.
#pragma once

#include <map>
#include <mutex>
#include <thread>

#include "jobs/descriptor.hpp"
#include "jobs/scheduler.hpp"

namespace jobs {

struct LocalOptions {
  std::filesystem::path program = "/proc/self/exe";  ///< that has the subcommand "work"; by default ourselves
  std::string launcher{};                            ///< as WorkOrder::launcher, for orders that name none
};

/// Batch ids: "local:<pid>:<when it started>:<boot of the machine>", so a number that is used again deceives
/// nobody.
class LocalScheduler : public Scheduler {
 public:
  explicit LocalScheduler(LocalOptions options = {});
  ~LocalScheduler() override;  ///< what runs goes on
  LocalScheduler(LocalScheduler const&) = delete;
  LocalScheduler& operator=(LocalScheduler const&) = delete;

  std::string submit(Submission const& submission) override;
  std::optional<std::string> find(JobId const& id, std::filesystem::path const& work) override;
  std::vector<BatchStatus> states(std::span<std::string const> batch_ids) override;
  void cancel(std::string const& batch_id) override;
  std::vector<std::string> living(std::filesystem::path const& root) override;
  void clean_up(std::filesystem::path const& work) override;

 private:
  void collect(std::stop_token const& stop);

  LocalOptions options_;
  Descriptor poke_;
  std::mutex mutex_;
  std::map<int, Descriptor> children_{};  ///< by pid; readable when they have ended
  std::jthread collector_;                ///< leaves no zombies
};

}  // namespace jobs

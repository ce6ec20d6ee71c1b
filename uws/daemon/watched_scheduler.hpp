/// A scheduler that remembers whether it could be reached, for those who look after the service.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>

#include "jobs/scheduler.hpp"

namespace uws {

struct SchedulerHealth {
  std::string trouble{};                                                 ///< empty: it answers
  std::optional<std::chrono::system_clock::time_point> asked{}, lost{};  ///< last answer; silent since
  std::size_t waiting = 0, running = 0;                                  ///< batches, by the last answer
};

/// Hands everything on. Outlived by the scheduler it was given.
class WatchedScheduler : public jobs::Scheduler {
 public:
  explicit WatchedScheduler(jobs::Scheduler& inner) : inner_(inner) {}

  std::string submit(jobs::Submission const& submission) override;
  std::optional<std::string> find(jobs::JobId const& id, std::filesystem::path const& work) override;
  std::vector<jobs::BatchStatus> states(std::span<std::string const> batch_ids) override;
  void cancel(std::string const& batch_id) override;
  bool queues() const override { return inner_.queues(); }
  std::filesystem::path path_there(std::filesystem::path const& local) const override {
    return inner_.path_there(local);
  }
  void fetch(std::filesystem::path const& work) override { inner_.fetch(work); }
  void is_ending(std::string const& batch_id) override { inner_.is_ending(batch_id); }
  std::vector<std::string> living(std::filesystem::path const& root) override;
  void clean_up(std::filesystem::path const& work) override { inner_.clean_up(work); }

  SchedulerHealth health() const;

 private:
  template <class Call>
  auto told(Call call);
  void note(std::string trouble);

  jobs::Scheduler& inner_;
  mutable std::mutex mutex_;
  SchedulerHealth health_{};
};

}  // namespace uws

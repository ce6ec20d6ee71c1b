/// Jobs in memory: for tests, and the plainest statement of what a JobStore does.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "jobs/store.hpp"

namespace jobs {

class MemoryStore : public JobStore {
 public:
  void add(Job const& job) override;
  std::optional<Job> find(JobId const& id) override;
  std::vector<JobBrief> list(JobFilter const& filter) override;
  std::size_t count(JobFilter const& filter) override;
  std::vector<Job> unfinished() override;
  std::vector<JobId> due_for_destruction(Instant now, std::size_t limit) override;
  std::optional<Job> move(JobId const& id, Phase from, Phase to, JobUpdate const& update) override;
  bool set_draft(JobId const& id, std::int64_t revision, Draft const& draft) override;
  bool set_destruction(JobId const& id, std::optional<Instant> destruction) override;
  bool set_execution_duration(JobId const& id, std::chrono::seconds duration) override;
  bool remove(JobId const& id) override;

 private:
  std::optional<Job> change(JobId const& id, std::function<bool(Job&)> const& edit);
  std::vector<Job const*> chosen(JobFilter const& filter) const;

  using Place = std::pair<Instant, JobId>;
  mutable std::mutex mutex_;
  std::unordered_map<JobId, Job> jobs_;
  std::map<Place, Job const*, std::greater<>> newest_first_;
};

/// What a move does to a job besides the phase. All stores agree on it.
void apply(JobUpdate const& update, Job& job);

}  // namespace jobs

/// Jobs in PostgreSQL: tables store.job, store.job_parameter, store.job_result.
#pragma once

#include <chrono>

#include "catalog/pg/pool.hpp"
#include "jobs/store.hpp"

namespace catalog {

/// Several programs may share the tables: every change asks for the phase or the revision it was decided on
/// in the same statement that makes it. Each call takes one connection of the pool and waits for it
/// `patience` at most.
class PgJobStore : public jobs::JobStore {
 public:
  explicit PgJobStore(pg::Pool& pool, std::chrono::milliseconds patience = std::chrono::seconds(10))
      : pool_(pool), patience_(patience) {}

  void add(jobs::Job const& job) override;
  std::optional<jobs::Job> find(jobs::JobId const& id) override;
  std::vector<jobs::JobBrief> list(jobs::JobFilter const& filter) override;
  std::size_t count(jobs::JobFilter const& filter) override;
  std::vector<jobs::Job> unfinished() override;
  std::vector<jobs::JobId> due_for_destruction(jobs::Instant now, std::size_t limit) override;
  bool move(jobs::JobId const& id, jobs::Phase from, jobs::Phase to, jobs::JobUpdate const& update) override;
  bool set_draft(jobs::JobId const& id, std::int64_t revision, jobs::Draft const& draft) override;
  bool set_destruction(jobs::JobId const& id, std::optional<jobs::Instant> destruction) override;
  bool set_execution_duration(jobs::JobId const& id, std::chrono::seconds duration) override;
  bool remove(jobs::JobId const& id) override;

 private:
  pg::Pool& pool_;
  std::chrono::milliseconds patience_;
};

}  // namespace catalog

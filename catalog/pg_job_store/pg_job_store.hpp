/// Jobs in PostgreSQL: tables store.job, store.job_parameter, store.job_result.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "catalog/pg/pool.hpp"
#include "jobs/store.hpp"

namespace catalog {

/// The provenance of a job that has just ended (COMPLETED, ERROR or ABORTED), as JSON for
/// store.record_provenance(); nothing: none is kept. May read files: no transaction is open meanwhile.
using EndRecord = std::function<std::optional<std::string>(jobs::Job const& ended)>;

struct JobStoreOptions {
  std::chrono::milliseconds patience{10'000};  ///< for a connection of the pool
  EndRecord end_record{};
  /// Tried where end_record throws or the database refuses what it gave. Must not read files.
  EndRecord least_record{};
  std::function<void(std::string const&)> log{};
};

struct JobRecords;

/// What one user has and has used, for limits.
struct JobUsage {
  std::size_t unfinished = 0;     ///< PENDING, QUEUED, EXECUTING, HELD, SUSPENDED, UNKNOWN
  double cpu_seconds = 0;         ///< of jobs that ended within the time asked for, deleted ones too
  std::int64_t result_bytes = 0;  ///< of results that are there now
};

/// Several programs may share the tables: every change asks for the phase or the revision it was decided on
/// in the same statement that makes it. Each call takes one connection of the pool. The record of an ended
/// job is written in the transaction that moves it; if it cannot be written, the job ends all the same and
/// the log says why.
class PgJobStore : public jobs::JobStore {
 public:
  explicit PgJobStore(pg::Pool& pool, JobStoreOptions options = {})
      : pool_(pool), options_(std::move(options)) {}

  void add(jobs::Job const& job) override;
  std::optional<jobs::Job> find(jobs::JobId const& id) override;
  std::vector<jobs::JobBrief> list(jobs::JobFilter const& filter) override;
  std::size_t count(jobs::JobFilter const& filter) override;
  std::vector<jobs::Job> unfinished() override;
  std::vector<jobs::JobId> due_for_destruction(jobs::Instant now, std::size_t limit) override;
  std::optional<jobs::Job> move(jobs::JobId const& id, jobs::Phase from, jobs::Phase to,
                                jobs::JobUpdate const& update) override;
  bool set_draft(jobs::JobId const& id, std::int64_t revision, jobs::Draft const& draft) override;
  bool set_destruction(jobs::JobId const& id, std::optional<jobs::Instant> destruction) override;
  bool set_execution_duration(jobs::JobId const& id, std::chrono::seconds duration) override;
  bool remove(jobs::JobId const& id) override;

  /// `owner` "": all anonymous jobs together.
  JobUsage usage_of(std::string const& owner, std::chrono::seconds cpu_within = std::chrono::hours(24));

 private:
  /// Nothing, if the job is not in phase `from` (any more).
  std::optional<JobRecords> records_of(jobs::JobId const& id, jobs::Phase from, jobs::Phase to,
                                       jobs::JobUpdate const& update);
  std::optional<std::string> record_from(EndRecord const& source, jobs::Job const& ended) const;
  void log(std::string const& message) const;

  pg::Pool& pool_;
  JobStoreOptions options_;
};

}  // namespace catalog

/// Where jobs are kept. MemoryStore for tests, PgJobStore (catalog/store) for the service.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "jobs/job.hpp"

namespace jobs {

struct JobFilter {
  std::optional<std::string> list{};   ///< nothing: of all lists
  std::optional<std::string> owner{};  ///< nothing: everybody's; "": the anonymous ones
  std::vector<Phase> phases{};         ///< any of these; empty: all but ARCHIVED
  std::optional<Instant> after{};      ///< created strictly later
  std::optional<std::size_t> last{};   ///< only the n newest of those that pass all of the above
  std::size_t offset = 0;              ///< then leave out so many
  std::optional<std::size_t> limit{};  ///< then give so many at most
};

/// Changes that go with a move. A member that is not set leaves the job's as it is.
struct JobUpdate {
  bool forget_run = false;  ///< first: no queued, started, ended, batch_id, results, error, info, quote
  std::optional<Instant> queued{}, started{}, ended{}, destruction{}, quote{};
  std::optional<std::vector<ResultLink>> results{};
  std::optional<ErrorSummary> error{};
  std::optional<JobInfo> info{};
  std::optional<std::string> batch_id{};
  int more_attempts = 0;  ///< added to `attempts`
  /// Worth no wait for the disk: if the database crashes right now it may be undone (progress, nothing else).
  bool may_be_lost = false;
};

/// What may change as long as a job is PENDING; taken as a whole.
struct Draft {
  std::vector<Parameter> parameters{};
  std::string run_id{}, recipe_hash{};
  std::optional<Instant> quote{};
};

/// Safe to use from several threads. All functions throw Failure(missing_resource) when the store is out of
/// reach, and have then changed nothing or all. Every change adds one to the job's revision.
class JobStore {
 public:
  virtual ~JobStore() = default;

  /// Failure(internal) if there is a job of that id.
  virtual void add(Job const& job) = 0;
  virtual std::optional<Job> find(JobId const& id) = 0;

  /// Newest first; jobs created in the same millisecond by id, descending.
  virtual std::vector<JobBrief> list(JobFilter const& filter) = 0;
  /// How many list() would give.
  virtual std::size_t count(JobFilter const& filter) = 0;

  /// All that are QUEUED, EXECUTING, SUSPENDED or UNKNOWN, in the order they were queued (then by id).
  virtual std::vector<Job> unfinished() = 0;
  /// Ids of all whose destruction time is at or before `now`, earliest first, archived ones too; at most
  /// `limit`.
  virtual std::vector<JobId> due_for_destruction(Instant now, std::size_t limit) = 0;

  /// Moves `id` from one phase to another and applies `update`, all or nothing; returns the job as it is
  /// then. Nothing if the job was no longer in phase `from` (someone else moved it first) or is gone. With
  /// from == to: an update guarded by the phase.
  virtual std::optional<Job> move(JobId const& id, Phase from, Phase to, JobUpdate const& update) = 0;
  /// False if the job is not PENDING, its revision is not `revision` any more, or it is gone.
  virtual bool set_draft(JobId const& id, std::int64_t revision, Draft const& draft) = 0;
  /// False if the job is gone.
  virtual bool set_destruction(JobId const& id, std::optional<Instant> destruction) = 0;
  virtual bool set_execution_duration(JobId const& id, std::chrono::seconds duration) = 0;
  /// Forgets the job altogether; false if it was gone already.
  virtual bool remove(JobId const& id) = 0;
};

}  // namespace jobs

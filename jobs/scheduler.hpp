/// Where work orders run: on this machine (LocalScheduler), on a cluster (SLURM).
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "jobs/work/work.hpp"

namespace jobs {

struct Submission {
  JobId id;
  std::filesystem::path work;  ///< the folder with the order; `distilld work <folder>` is what runs there
  WorkOrder const& order;      ///< for resources
};

/// `unknown` is no ending: the scheduler answers, and does not know the batch (any more), or says what we do
/// not understand.
enum class BatchState { waiting, running, suspended, held, ended, unknown };
struct BatchStatus {
  BatchState state = BatchState::unknown;
  std::string reason{};  ///< for people: "waits for priority", "killed: out of memory"
  /// Accounting, for the provenance. "cpu_seconds" and "max_rss_bytes", plain numbers of all processes,
  /// become the outcome's own where the shepherd did not see all; "node_list", separated by commas, its hosts
  /// if it left no outcome.
  std::vector<std::pair<std::string, std::string>> facts{};
  /// Of one that has ended: how, should it have left no outcome itself (timed_out, out_of_memory, stopped:
  /// cancelled by somebody else, killed, lost).
  WorkOutcome::End end = WorkOutcome::End::lost;
  /// It ended through no fault of the job's (its node failed, it had to make room): worth another batch.
  bool again = false;
};

/// Thread-safe. All throw Failure(missing_resource) when the scheduler cannot be reached.
class Scheduler {
 public:
  virtual ~Scheduler() = default;
  /// The id of a submitted batch; or throws and then nothing was submitted.
  virtual std::string submit(Submission const& submission) = 0;
  /// The batch that was submitted for the order in this folder (its attempt and its run, no earlier ones), if
  /// one is known, living or dead: after a crash between submit() and keeping its answer. Nothing: none such
  /// waits or runs.
  virtual std::optional<std::string> find(JobId const& id, std::filesystem::path const& work) = 0;
  /// One answer per id, in order.
  virtual std::vector<BatchStatus> states(std::span<std::string const> batch_ids) = 0;
  virtual void cancel(std::string const& batch_id) = 0;  ///< no effect on what has ended

  /// True: a batch may wait there, and its job is QUEUED until it runs. False: what is submitted runs.
  virtual bool queues() const { return false; }
  /// Where what lies at `local` is for a batch; the same, where they share their files.
  virtual std::filesystem::path path_there(std::filesystem::path const& local) const { return local; }
  /// After a batch has ended: what it left there is brought here, checked, and cleared away there. No effect
  /// where files are shared. Failure(missing_resource): not now; bad_data: what came is not what was there.
  virtual void fetch(std::filesystem::path const& work) { static_cast<void>(work); }
  /// This batch's outcome is there, so it ends just now: the next answer about it should not be an old one.
  virtual void is_ending(std::string const& batch_id) { static_cast<void>(batch_id); }
  /// All batches of ours that wait or run, whoever submitted them, in folders below `root`.
  virtual std::vector<std::string> living(std::filesystem::path const& root) {
    static_cast<void>(root);
    return {};
  }
  /// The batch in this folder ended and left no outcome, or there never was one: ends what it may have left
  /// running, removes what it was sent.
  virtual void clean_up(std::filesystem::path const& work) { static_cast<void>(work); }
};

}  // namespace jobs

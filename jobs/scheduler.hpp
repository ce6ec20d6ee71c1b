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

enum class BatchState { waiting, running, ended, unknown };
struct BatchStatus {
  BatchState state = BatchState::unknown;
  std::string reason{};  ///< for people: "waits for priority", "killed: out of memory"
  std::vector<std::pair<std::string, std::string>> facts{};  ///< accounting, for the provenance
};

/// Thread-safe. All throw Failure(missing_resource) when the scheduler cannot be reached.
class Scheduler {
 public:
  virtual ~Scheduler() = default;
  /// The id of a submitted batch; or throws and then nothing was submitted.
  virtual std::string submit(Submission const& submission) = 0;
  /// The batch that was submitted for the order in this folder, if one is known, living or dead: after a
  /// crash between submit() and keeping its answer. Nothing: its program was certainly not started.
  virtual std::optional<std::string> find(JobId const& id, std::filesystem::path const& work) = 0;
  /// One answer per id, in order.
  virtual std::vector<BatchStatus> states(std::span<std::string const> batch_ids) = 0;
  virtual void cancel(std::string const& batch_id) = 0;  ///< no effect on what has ended

  /// True: a batch may wait there, and its job is QUEUED until it runs. False: what is submitted runs.
  virtual bool queues() const { return false; }
  /// All batches of ours that wait or run, whoever submitted them, in folders below `root`.
  virtual std::vector<std::string> living(std::filesystem::path const& root) {
    static_cast<void>(root);
    return {};
  }
  /// The batch in this folder ended and left no outcome: ends what it may have left running.
  virtual void clean_up(std::filesystem::path const& work) { static_cast<void>(work); }
};

}  // namespace jobs

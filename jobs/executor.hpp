/// What runs jobs: threads here, processes and SLURM elsewhere, all behind the same interface.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "jobs/job.hpp"
#include "jobs/lifecycle.hpp"

namespace jobs {

/// The results lie in Claim::results (or elsewhere, by href); sizes and checksums may be left open.
struct Completed {
  std::vector<ResultLink> results{};
};
/// It was stopped: by cancel(), or because the executor shuts down.
struct Stopped {};
using Outcome = std::variant<Completed, ErrorSummary, Stopped>;

/// A job that is now EXECUTING, and the empty folder in which its results are to be written, out of sight.
struct Claim {
  Job job;
  std::filesystem::path results;
};

/// What an executor tells; implemented by the Supervisor. Thread-safe; an executor calls it holding no lock.
/// Nothing here throws: what cannot be stored now is stored later.
class ExecutorEvents {
 public:
  virtual ~ExecutorEvents() = default;
  /// To be called when a job's turn has come. Nothing: someone aborted or deleted it, forget it (no ended()).
  virtual std::optional<Claim> started(JobId const& id) = 0;
  virtual void progressed(JobId const& id, JobInfo const& info) = 0;
  /// Once for every job that was started(), and for every one that cancel() took out of the queue.
  virtual void ended(JobId const& id, Outcome outcome) = 0;
  /// held, suspended, lost, started (after a suspension).
  virtual void turned(JobId const& id, Event event) = 0;
  /// The executor's own name of the job, for adopt() after a crash.
  virtual void submitted(JobId const& id, std::string const& batch_id) = 0;
};

class Executor {
 public:
  virtual ~Executor() = default;
  /// Before anything else; the Supervisor does it. The same `events` twice is once. They outlive the
  /// executor's work.
  virtual void attach(ExecutorEvents& events) = 0;
  /// Takes a QUEUED job; returns at once. Throws Failure if it cannot be taken now: it is offered again.
  virtual void start(Job const& job) = 0;
  /// Stops it wherever it is; returns at once. No effect on a job it does not know.
  virtual void cancel(JobId const& id) = 0;
  /// After a restart of the daemon: does this job, underway by the store, still live, and is it watched
  /// again?
  virtual bool adopt(Job const& job) {
    static_cast<void>(job);
    return false;
  }
};

}  // namespace jobs

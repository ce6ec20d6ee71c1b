/// What runs jobs: threads here, processes and SLURM elsewhere, all behind the same interface.
#pragma once

#include <chrono>
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
/// An error, and what is kept all the same: the log, products that were complete (UWS 1.1 section 2.1.3:
/// results of an aborted job stay). What lies in Claim::results and is not named here is removed. An
/// ErrorSummary alone is a Failed without results.
struct Failed {
  ErrorSummary error{};
  std::vector<ResultLink> results{};
  bool overran = false;  ///< the execution duration was used up: the job is ABORTED, not in ERROR
  bool aborted = false;  ///< somebody else than us has ended it: likewise
};
/// It was stopped: by cancel(), or because the executor shuts down.
struct Stopped {};
using Outcome = std::variant<Completed, ErrorSummary, Stopped, Failed>;

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
  /// For executors that hand a job on to a queue of others: the claim, while the job stays QUEUED. When it
  /// runs, turned(id, Event::started) follows. Nothing: as with started(). `resumed`: it was handed on before
  /// the daemon was started anew; its folder stays as it is.
  virtual std::optional<Claim> reserved(JobId const& id, bool resumed) = 0;
  virtual void progressed(JobId const& id, JobInfo const& info) = 0;
  /// Once for every job that was started(), and for every one that cancel() took out of the queue.
  virtual void ended(JobId const& id, Outcome outcome) = 0;
  /// held, suspended, lost, started (after a suspension).
  virtual void turned(JobId const& id, Event event) = 0;
  /// The executor's own name of the job, for adopt() after a crash.
  virtual void submitted(JobId const& id, std::string const& batch_id) = 0;
};

/// What became of a job that is underway by the store, as far as its executor can find out.
enum class Adoption {
  lost,      ///< its program was started, or may have been, and nobody knows more
  watched,   ///< it lives, or its end is known: ended() will be called
  never_ran  ///< its program was certainly not started: it may begin anew, whatever it is
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
  /// After a restart of the daemon, or when the store and the executor may disagree. May throw Failure: ask
  /// again.
  virtual Adoption adopt(Job const& job) {
    static_cast<void>(job);
    return Adoption::lost;
  }
  /// True: it ends by itself, as Failed::overran, what has used up its execution duration; for who counts
  /// only the time in which a job really runs.
  virtual bool keeps_time() const { return false; }
  /// After a restart, when all jobs that are underway were offered by start() and adopt(): what still runs
  /// for others is ended (jobs that were aborted or deleted when the last daemon died).
  virtual void recovered() {}
  /// A running job may take so long now, counted from its start; 0: as long as it likes.
  virtual void allow(JobId const& id, std::chrono::seconds duration) {
    static_cast<void>(id), static_cast<void>(duration);
  }
};

}  // namespace jobs

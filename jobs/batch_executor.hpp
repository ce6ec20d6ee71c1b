/// Runs jobs as work orders on a Scheduler: fair queue, preparation, watching, finishing, adoption after a
/// restart.
#pragma once

#include <functional>
#include <memory>

#include "jobs/executor.hpp"
#include "jobs/job_directory.hpp"
#include "jobs/scheduler.hpp"

namespace jobs {

/// Called on threads of the executor; may take long, may throw Failure (which becomes the job's error).
struct BatchSteps {
  /// From a claimed job to what is to run: resolves inputs, writes them into the job's folder. Paths of the
  /// order: its directory is claim.results. An array: writes the parts' orders itself (write_parts) and
  /// returns the one above, with their number.
  std::function<WorkOrder(Claim const&, std::filesystem::path const& work)> prepare{};
  /// After the end, whatever it was: results and error of the job. May be called again for the same end, if
  /// the daemon died before it was kept: claim.results is then as the first call left it. Failures of a run
  /// that used up its time become Failed::overran by themselves.
  std::function<Outcome(Claim const&, WorkOrder const&, WorkOutcome const&)> finish{};
};

struct BatchLimits {
  std::size_t running = 2;    ///< orders at a time
  std::size_t per_owner = 0;  ///< 0: any number
  std::size_t preparing = 2;  ///< threads for prepare and finish
  std::chrono::milliseconds poll{
      100};                       ///< of states, and of files on file systems that do not tell of changes
  std::chrono::seconds grace{0};  ///< ended for the scheduler, yet without an outcome: lost; 0 is right on
                                  ///< one machine, file systems of clusters need some
  std::chrono::seconds submit_for{
      60};  ///< a scheduler that is out of reach is asked again for so long; 0: for ever

  // For schedulers with a queue of their own.
  std::chrono::milliseconds settle{10'000};  ///< from an outcome on, to be told that the batch has ended
  std::chrono::milliseconds pause{15'000};   ///< before another batch after a fault; then four times as long
  int restarts = 3;                          ///< batches after faults of nodes, for one attempt
  std::chrono::milliseconds lost_after{30'000};  ///< a batch nobody knows: then the job is UNKNOWN
  std::chrono::seconds margin{900};              ///< beyond the job's time: then such a job has ended
  std::chrono::seconds forget{7 * 24 * 3600};    ///< the same for jobs that may take as long as they like
};

/// Claims a job when its turn in the fair queue comes (Scheduler::queues(): reserves it, and claims it when
/// its batch runs), prepares it on a thread of its own, writes the order, submits, watches, finishes. A kill
/// between any two of these steps leaves a folder from which adopt() knows how far it was: without an order
/// of this attempt, or with one that no shepherd has signed, the program was certainly not started.
class BatchExecutor : public Executor {
 public:
  /// `directories` and `scheduler` outlive it.
  BatchExecutor(BatchSteps steps, Scheduler& scheduler, JobDirectories const& directories, BatchLimits limits,
                std::function<void(std::string const&)> log = {});
  ~BatchExecutor() override;

  void attach(ExecutorEvents& events) override;
  void start(Job const& job) override;
  void cancel(JobId const& id) override;
  Adoption adopt(Job const& job) override;
  void recovered() override;
  void allow(JobId const& id, std::chrono::seconds duration) override;
  bool keeps_time() const override;
  /// Somebody says that there is news of this job: its folder is looked at now. No effect for one it does not
  /// have.
  void poke(JobId const& id);
  /// What runs goes on, and is adopted by the next daemon.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace jobs

/// Runs jobs as a function on threads of this process: ADQL queries, SODA cuts.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "jobs/executor.hpp"
#include "jobs/fair_queue.hpp"

namespace jobs {

/// What a running job has in its hands.
struct RunControl {
  std::stop_token
      stop;  ///< asked for by abort, deletion, timeout, shutdown; use std::stop_callback to break a wait
  std::filesystem::path results;  ///< write here; nobody sees it before the function has returned
  std::function<void(JobInfo const&)> progress;  ///< cheap: may be called often
};

/// Returns the results or the error. A Failure it throws becomes the error (its message, transient or fatal
/// by its Fault); any other exception becomes "internal error" and goes to the log. A function that looks at
/// `stop` too seldom holds its thread, though the job has ended for its owner.
using RunFunction = std::function<Outcome(Job const&, RunControl&)>;

struct ThreadLimits {
  std::size_t threads = 4;
  std::size_t per_owner = 0;   ///< of one owner at a time; 0: any number
  std::size_t queue = 100000;  ///< start() refuses more (they are offered again later)
};

class ThreadExecutor : public Executor {
 public:
  ThreadExecutor(RunFunction run, ThreadLimits limits, std::function<void(std::string const&)> log = {});
  ~ThreadExecutor() override;  ///< stop()
  ThreadExecutor(ThreadExecutor const&) = delete;
  ThreadExecutor& operator=(ThreadExecutor const&) = delete;

  void attach(ExecutorEvents& events) override;
  void start(Job const& job) override;
  void cancel(JobId const& id) override;

  /// Asks all running jobs to stop and waits for them; what still waits is forgotten (the store knows it).
  void stop();
  std::size_t waiting() const;
  std::size_t running() const;

 private:
  void work(std::stop_token stop);
  void run_one(std::string const& owner, JobId const& id);
  Outcome outcome_of(Claim const& claim, std::stop_token stop);

  RunFunction run_;
  ThreadLimits limits_;
  std::function<void(std::string const&)> log_;
  ExecutorEvents* events_ = nullptr;
  mutable std::mutex mutex_;
  std::condition_variable_any more_;
  FairQueue queue_;
  std::map<JobId, std::stop_source> running_;
  bool stopping_ = false;
  std::vector<std::jthread> threads_;
};

/// A failure as the error of a job.
ErrorSummary summary_of(std::exception const& error, std::function<void(std::string const&)> const& log);

}  // namespace jobs

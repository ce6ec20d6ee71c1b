/// The inside of BatchExecutor: its jobs, the threads that prepare and finish them, the one that watches.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "jobs/batch_executor.hpp"
#include "jobs/fair_queue.hpp"
#include "jobs/folder_watch.hpp"

namespace jobs {

class BatchExecutor::Impl {
 public:
  Impl(BatchSteps steps, Scheduler& scheduler, JobDirectories const& directories, BatchLimits limits,
       std::function<void(std::string const&)> log);

  void attach(ExecutorEvents& events);
  void start(Job const& job);
  void cancel(JobId const& id);
  Adoption adopt(Job const& job);
  void recovered();
  void allow(JobId const& id, std::chrono::seconds duration);
  void stop();

 private:
  using SteadyClock = std::chrono::steady_clock;

  enum class Stage { waiting, preparing, submitting, watched, finishing };

  /// One job. Guarded by mutex_, but for claim, order and work, which nobody changes once it is watched.
  struct Entry {
    JobId id;
    std::string owner;
    Stage stage = Stage::waiting;
    bool cancelled = false, cancel_told = false;
    bool executing = false;  ///< by the store
    bool unknown = false;    ///< by the store, since the scheduler is out of reach
    std::optional<std::chrono::seconds> allowed{};
    std::string batch{};
    int tries = 0;
    SteadyClock::time_point try_again{};
    std::optional<SteadyClock::time_point> gone_since{};
    std::vector<std::pair<std::string, std::string>> facts{};  ///< the scheduler's
    std::optional<JobInfo> told{};

    Claim claim{};
    WorkOrder order{};
    std::filesystem::path work{};
  };
  using Held = std::shared_ptr<Entry>;

  // Whose turn it is (batch_executor.cpp).
  void give_places();
  void give_place(Held const& entry);
  void post(std::function<void()> task, bool urgent = false);
  void work(std::stop_token const& stop);
  void end(Held const& entry, Outcome outcome);
  void drop(Held const& entry);
  Held entry_of(JobId const& id);
  std::filesystem::path work_of(Job const& job) const;
  void say(std::string const& message) const;

  // On threads of the pool (batch_steps.cpp).
  void prepare(Held const& entry);
  bool make_order(Held const& entry);
  void resume(Held const& entry);
  void submit(Held const& entry);
  void finish(Held const& entry, WorkOutcome outcome);
  Outcome outcome_of(Entry const& entry, WorkOutcome const& outcome);

  // On the watching thread (batch_watch.cpp).
  void watch(std::stop_token const& stop);
  std::vector<Held> held_in(Stage stage);
  void look_at(Held const& entry);
  bool take_outcome(Held const& entry);
  void ask_scheduler();
  void take_state(Held const& entry, BatchStatus const& status);
  void out_of_reach(std::vector<Held> const& watched, std::string const& why);
  void tell_executing(Entry& entry);
  void tell_cancelled();
  void try_again();
  void begin_finish(Held const& entry, WorkOutcome outcome);

  BatchSteps steps_;
  Scheduler& scheduler_;
  JobDirectories const& directories_;
  BatchLimits limits_;
  std::function<void(std::string const&)> log_;
  ExecutorEvents* events_ = nullptr;
  std::vector<std::string> living_{};  ///< when we began: those that nobody adopts are ended

  std::mutex mutex_;
  std::condition_variable_any more_;
  FairQueue queue_;
  std::map<JobId, Held> entries_,
      placed_;  ///< all; those that have a place (thousands may wait and cost nothing)
  std::deque<std::function<void()>> tasks_;
  bool stopping_ = false;
  std::optional<SteadyClock::time_point>
      silent_since_{};  ///< the scheduler; used by the watching thread only
  FolderWatch folders_;
  std::vector<std::jthread> threads_;
};

}  // namespace jobs

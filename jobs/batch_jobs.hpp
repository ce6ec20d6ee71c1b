/// The inside of BatchExecutor: its jobs, the threads that prepare and finish them, the one that watches
/// files, the one that asks the scheduler.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "jobs/batch_again.hpp"
#include "jobs/batch_executor.hpp"
#include "jobs/fair_queue.hpp"
#include "jobs/folder_watch.hpp"

namespace jobs {

/// A disk that refuses, as the error of a job.
ErrorSummary disk_trouble(std::filesystem::filesystem_error const& error);

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
  bool keeps_time() const { return scheduler_.queues(); }
  void poke(JobId const& id);
  void stop();

 private:
  using SteadyClock = std::chrono::steady_clock;

  enum class Stage { waiting, preparing, later, watched, finishing };
  enum class Later { submit, resume, conclude };              ///< what is tried again, with Stage::later
  enum class Told { queued, executing, suspended, unknown };  ///< phase by the store

  /// One job. Guarded by mutex_: stage, cancelled, cancel_told, needless, resuming, allowed, batch, next,
  /// tries, try_again, and order (which only a new run or a new limit changes). The rest belongs to the
  /// thread that prepares, to looking_ while it is watched, and to the thread that finishes.
  struct Entry {
    JobId id;
    std::string owner;
    Stage stage = Stage::waiting;
    bool cancelled = false, cancel_told = false;
    bool needless = false;  ///< a part of its array failed: the others need not go on
    bool resuming = false;  ///< it may have a batch since the last daemon's days, which is being looked for
    std::optional<std::chrono::seconds> allowed{};
    std::string batch{};
    Later next = Later::submit;
    int tries = 0;
    SteadyClock::time_point try_again{};

    Claim claim{};
    WorkOrder order{};
    std::filesystem::path work{};

    Told phase = Told::queued;
    std::optional<JobInfo> told{};  ///< progress
    std::string said{};             ///< why it waits
    BatchStatus status{};           ///< the scheduler's last word
    std::optional<WorkOutcome> outcome{};
    SteadyClock::time_point outcome_since{}, known = SteadyClock::now(), next_look{};
    std::optional<SteadyClock::time_point> gone_since{};
  };
  using Held = std::shared_ptr<Entry>;

  // Whose turn it is (batch_executor.cpp).
  void give_places();
  void give_place(Held const& entry);
  bool is_ordered(Job const& job) const;
  void post(std::function<void()> task, bool urgent = false);
  void work(std::stop_token const& stop);
  void end(Held const& entry, Outcome outcome);
  void drop(Held const& entry);
  Held entry_of(JobId const& id);
  std::filesystem::path work_of(Job const& job) const;
  void say(std::string const& message) const;

  // After a restart (batch_adopt.cpp).
  std::string batch_of(Job const& job, std::filesystem::path const& work, WorkOrder const& order);
  Adoption adopt_now(Job const& job);
  void resume(Held const& entry);
  void resume_now(Held const& entry);
  void end_strays();

  // On threads of the pool (batch_steps.cpp).
  void prepare(Held const& entry);
  bool make_order(Held const& entry);
  void submit(Held const& entry);
  void give_up(Held const& entry, Outcome outcome);
  void later(Held const& entry, Later next, std::string const& why);
  bool is_braked(Held const& entry);
  void brake(Entry const& entry);
  void clear_for_run(Entry const& entry) const;

  // On threads of the pool, when a batch has ended (batch_ends.cpp).
  void conclude(Held const& entry);
  bool fetch(Held const& entry);
  void hand_in_again(Held const& entry, Next next);
  void finish(Held const& entry, WorkOutcome outcome);
  Outcome outcome_of(Entry const& entry, WorkOutcome const& outcome);

  // On the thread that watches files (batch_watch.cpp).
  void watch(std::stop_token const& stop);
  std::vector<Held> held_in(Stage stage);
  bool is_watched(Entry const& entry);
  void look_at(Held const& entry);
  void look_for_progress(Entry& entry);
  bool look_for_outcome(Entry& entry);
  void begin_conclude(Held const& entry);
  void try_again();
  bool may_try(Entry const& entry);
  void turn(Entry& entry, Told phase);
  void inform(Entry& entry, std::string const& why);

  // On the thread that asks the scheduler (batch_states.cpp).
  void ask(std::stop_token const& stop);
  void ask_scheduler();
  void take_state(Held const& entry, BatchStatus status);
  void take_end(Held const& entry);
  void take_unknown(Held const& entry);
  void out_of_reach(std::vector<Held> const& watched, std::string const& why);
  void tell_cancelled();
  void hurry();

  BatchSteps steps_;
  Scheduler& scheduler_;
  JobDirectories const& directories_;
  BatchLimits limits_;
  std::function<void(std::string const&)> log_;
  ExecutorEvents* events_ = nullptr;

  std::mutex mutex_;
  std::vector<std::string> living_{};  ///< when we began: those that nobody adopts are ended
  bool living_known_ = false;          ///< when we began
  /// While the scheduler takes no batches, one job at a time tries, whoever has waited longest.
  struct Brake {
    JobId trying{};
    SteadyClock::time_point until{};
    int refusals = 0;
  };
  std::optional<Brake> brake_{};
  std::set<JobId> adopting_{};  ///< of which it is not known yet which batch is theirs
  std::condition_variable_any more_;
  FairQueue queue_;
  std::map<JobId, Held> entries_,
      placed_;  ///< all; those that have a place (thousands may wait and cost nothing)
  std::deque<std::function<void()>> tasks_;
  bool stopping_ = false, recovered_ = false;
  std::condition_variable_any asking_;
  bool hurry_ = false;  ///< the scheduler is to be asked, or told, something now
  /// Held while one entry is looked at, or what the scheduler says of it is taken; never with mutex_ held.
  std::mutex looking_;
  std::optional<SteadyClock::time_point> silent_since_{};  ///< the scheduler; used by the thread that asks
  FolderWatch folders_;
  std::vector<std::jthread> threads_;
};

}  // namespace jobs

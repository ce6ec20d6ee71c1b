/// Moves jobs through their lives: takes commands and events, asks decide(), changes the store by
/// compare-and-set, and acts. Nothing is lost when the process is killed between any two of these steps.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "jobs/executor.hpp"
#include "jobs/job_directory.hpp"
#include "jobs/store.hpp"

namespace jobs {

/// How the jobs of one list are run and kept.
struct Lane {
  Executor* executor = nullptr;       ///< outlives the supervisor's work
  bool restartable = false;           ///< may run again if the daemon died under it (a query: yes)
  int attempts = 3;                   ///< then it is given up: it may be what kills the daemon
  std::chrono::hours keep_record{0};  ///< 0: destroyed jobs are forgotten; else ARCHIVED for so long
  Checksums checksums = Checksums::yes;
};

/// A new phase (or the end of the job), for which clients WAIT; or something else of it, as progress.
enum class Change { phase, detail };

struct SupervisorOptions {
  Clock clock = system_now;
  std::chrono::milliseconds interval{500};        ///< between two ticks
  std::chrono::milliseconds housekeeping{5000};   ///< between two looks for expired and forgotten jobs
  std::chrono::milliseconds progress_every{300};  ///< progress is stored so often at most, per job
  /// Called on any thread; wakes those who wait. The job is as it is now; of one that is gone, as it was.
  std::function<void(Job const&, Change)> changed{};
  std::function<void(std::string const&)> log{};
};

/// What became of a command.
struct Answer {
  bool found = false;                  ///< false: there is no such job
  Verdict verdict = Verdict::nothing;  ///< refuse: see refusal(phase, event)
  Phase phase = Phase::unknown;        ///< now (before it was removed)
  std::optional<Job> job{};            ///< as it is now, if it was moved
};

class Supervisor : public ExecutorEvents {
 public:
  /// Lanes by job list; that of "" takes every list without one of its own (job types come and go at run
  /// time). All references outlive the supervisor.
  Supervisor(JobStore& store, JobDirectories const& directories, std::map<std::string, Lane> lanes,
             SupervisorOptions options);
  ~Supervisor() override;  ///< stop()
  Supervisor(Supervisor const&) = delete;
  Supervisor& operator=(Supervisor const&) = delete;

  /// After a start: queued jobs are queued again; running ones are adopted, run again, or ended with an
  /// error; directories without a job are removed. Before anything else, once.
  void recover();
  void begin();  ///< tick() from a thread of its own, until stop()
  /// The thread ends; jobs that are stopped from now on stay EXECUTING in the store, for recover().
  void stop();
  /// Ends jobs that ran too long, destroys expired ones, saves what could not be saved. Called by the thread.
  void tick();

  /// Commands. Throw Failure(missing_resource) when the store is out of reach.
  Answer run(JobId const& id);
  Answer abort(JobId const& id);
  Answer remove(JobId const& id);
  Answer remove(Job const& job);  ///< the same for one that was just read
  /// Ends it and keeps its record without files; refused where the lane keeps none, and of ARCHIVED jobs.
  Answer archive(JobId const& id);
  /// A new job that is to run at once: it is QUEUED from the first moment on. Throws what JobStore::add
  /// throws.
  void submit(Job job);
  bool set_execution_duration(JobId const& id, std::chrono::seconds duration);  ///< also of a running job
  bool set_destruction(JobId const& id, std::optional<Instant> destruction);
  void announce(Job const& job, Change change) const;  ///< someone changed the job in the store

  std::optional<Claim> started(JobId const& id) override;
  std::optional<Claim> reserved(JobId const& id, bool resumed) override;
  void progressed(JobId const& id, JobInfo const& info) override;
  void ended(JobId const& id, Outcome outcome) override;
  void turned(JobId const& id, Event event) override;
  void submitted(JobId const& id, std::string const& batch_id) override;

 private:
  /// A change that is still to be saved: the store was out of reach when the executor told it.
  struct Unsaved {
    JobId id;
    std::string list;  ///< empty: it never ran
    Event event;
    JobUpdate update;
  };
  struct Running {
    std::string list;
    Instant started;
    std::chrono::seconds limit;
    std::chrono::steady_clock::time_point told{};
    std::string stage{};
    bool files_go = false;  ///< when it is released: it was deleted or archived while its program ran
  };

  /// `likely`: the phase it is probably in; if it is, the store is asked once only.
  Answer apply(JobId const& id, Event event, JobUpdate update = {}, std::optional<Phase> likely = {});
  Answer moved(Job const& job, Decision const& decision);
  void announce_change(JobId const& id) const;
  void act(Job const& job, Decision const& decision);
  void enqueue(Job const& job);
  JobUpdate stamped(Decision const& decision, JobUpdate update) const;
  JobUpdate archived(Job const& job, JobUpdate update) const;
  Unsaved settled(JobId const& id, std::string const& list, Outcome outcome) const;
  Unsaved kept(Job const& place, Failed failed) const;
  void keep_after_end(Unsaved const& change, Phase phase);
  bool leave_files(JobId const& id);
  void save(Unsaved const& change);
  void watch(Job const& job, Instant started);
  void release(JobId const& id);

  void pick_up(Job const& job);
  Adoption adopted(Job const& job, Executor* executor);
  void remove_orphans();
  void end_overdue();
  void destroy_expired();
  void reconcile();
  void save_unsaved();

  Lane const* lane(std::string const& list) const;
  Executor* executor_of(std::string const& list) const;
  bool keeps_time(std::string const& list) const;
  void log(std::string const& message) const;
  void doubt();
  void guarded(char const* what, std::function<void()> const& work);

  JobStore& store_;
  JobDirectories const& directories_;
  std::map<std::string, Lane> lanes_;
  SupervisorOptions options_;

  std::mutex mutex_;  ///< of what follows; never held while the store, an executor or a callback is at work
  std::condition_variable_any poke_;
  std::unordered_set<JobId> handed_;  ///< an executor has it
  std::unordered_map<JobId, Running> running_;
  std::unordered_set<JobId> never_ran_;  ///< EXECUTING in the store, perhaps, though nobody got the claim
  std::vector<Unsaved> unsaved_;
  bool doubtful_ = false;  ///< store and executors may disagree: look
  bool stopping_ = false;
  std::chrono::steady_clock::time_point kept_house_{};
  std::jthread thread_;
};

}  // namespace jobs

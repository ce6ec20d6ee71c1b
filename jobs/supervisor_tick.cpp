// What the supervisor does by itself: after a start, and from time to time.
#include <utility>

#include "engine/base/failure.hpp"
#include "jobs/supervisor.hpp"

namespace jobs {

namespace {

constexpr std::size_t destroyed_at_once = 1000;

ErrorSummary interrupted_message(Job const& job) {
  bool const gave_up = job.attempts > 1;
  return {.message = "the service was restarted while the job was running" +
                     (gave_up ? " (" + std::to_string(job.attempts) + " attempts)" : std::string()) +
                     " - make a new job with the same parameters",
          .type = ErrorType::transient};
}

ErrorSummary overdue_message(std::chrono::seconds limit) {
  return {.message = "the job was stopped: it ran longer than its execution duration (" +
                     std::to_string(limit.count()) + " s) - allow it more before RUN, or ask for less",
          .type = ErrorType::fatal};
}

}  // namespace

void Supervisor::guarded(char const* what, std::function<void()> const& work) {
  try {
    work();
  } catch (std::exception const& error) {
    doubt();
    log(std::string("jobs: cannot ") + what + " now: " + error.what());
  }
}

void Supervisor::recover() {
  directories_.sweep();
  for (Job const& job : store_.unfinished()) pick_up(job);
  std::unordered_set<Executor*> told;
  for (auto const& [list, lane] : lanes_)
    if (lane.executor != nullptr && told.insert(lane.executor).second)
      guarded("end what runs for nobody", [&executor = *lane.executor] { executor.recovered(); });
  remove_orphans();
}

/// A job that the store has underway and no executor of ours.
void Supervisor::pick_up(Job const& job) {
  if (job.phase == Phase::queued) return enqueue(job);
  Lane const* const found = lane(job.list);
  bool never_ran = false;
  {
    std::scoped_lock const lock(mutex_);
    never_ran = never_ran_.erase(job.id) > 0;
  }
  Adoption const adoption = found == nullptr ? Adoption::lost : adopted(job, found->executor);
  if (adoption == Adoption::watched) return;
  bool const may_again = found != nullptr && job.attempts < found->attempts &&
                         (found->restartable || adoption == Adoption::never_ran);
  if (never_ran || may_again) {
    apply(job.id, Event::restart);
  } else {
    directories_.drop_results(job);
    apply(job.id, Event::interrupted, {.error = interrupted_message(job)});
  }
}

/// Watched from before it is asked for: its end may be told at once. What cannot be found out now is asked
/// again.
Adoption Supervisor::adopted(Job const& job, Executor* executor) {
  if (executor == nullptr) return Adoption::lost;
  watch(job, job.started.value_or(options_.clock()));
  try {
    Adoption const adoption = executor->adopt(job);
    if (adoption != Adoption::watched) release(job.id);
    return adoption;
  } catch (std::exception const& error) {
    log("job " + job.id + " cannot be found again now: " + error.what());
    release(job.id);
    doubt();
    return Adoption::watched;
  }
}

/// A creation or a deletion that was cut in two by a crash.
void Supervisor::remove_orphans() {
  for (std::string const& list : directories_.lists())
    for (JobId const& id : directories_.present(list))
      if (!store_.find(id)) directories_.remove(list, id);
}

void Supervisor::begin() {
  thread_ = std::jthread([this](std::stop_token stop_asked) {
    while (!stop_asked.stop_requested()) {
      tick();
      std::unique_lock lock(mutex_);
      poke_.wait_for(lock, stop_asked, options_.interval, [] { return false; });
    }
  });
}

void Supervisor::stop() {
  {
    std::scoped_lock const lock(mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) {
    thread_.request_stop();
    thread_.join();
  }
}

void Supervisor::tick() {
  save_unsaved();
  guarded("stop jobs that ran too long", [this] { end_overdue(); });
  auto const now = std::chrono::steady_clock::now();
  if (now - kept_house_ < options_.housekeeping) return;
  kept_house_ = now;
  guarded("destroy expired jobs", [this] { destroy_expired(); });
  directories_.sweep();
  guarded("compare store and executors", [this] { reconcile(); });
}

void Supervisor::save_unsaved() {
  std::vector<Unsaved> changes;
  {
    std::scoped_lock const lock(mutex_);
    changes = std::exchange(unsaved_, {});
  }
  for (Unsaved const& change : changes) save(change);
}

bool Supervisor::keeps_time(std::string const& list) const {
  Executor const* const executor = executor_of(list);
  return executor != nullptr && executor->keeps_time();
}

void Supervisor::end_overdue() {
  Instant const now = options_.clock();
  std::vector<std::pair<JobId, std::chrono::seconds>> overdue;
  {
    std::scoped_lock const lock(mutex_);
    for (auto const& [id, running] : running_)
      if (running.limit.count() > 0 && now - running.started >= running.limit && !keeps_time(running.list))
        overdue.emplace_back(id, running.limit);
  }
  for (auto const& [id, limit] : overdue) apply(id, Event::timed_out, {.error = overdue_message(limit)});
}

void Supervisor::destroy_expired() {
  for (;;) {
    auto const due = store_.due_for_destruction(options_.clock(), destroyed_at_once);
    for (JobId const& id : due) {
      auto const job = store_.find(id);
      if (!job) continue;
      Lane const* const found = lane(job->list);
      bool const keeps = found != nullptr && found->keep_record.count() > 0;
      apply(id, keeps ? Event::archive_due : Event::destruction_due);
    }
    if (due.size() < destroyed_at_once) return;
  }
}

void Supervisor::reconcile() {
  {
    std::scoped_lock const lock(mutex_);
    if (!std::exchange(doubtful_, false)) return;
  }
  for (Job const& job : store_.unfinished()) {
    {
      std::scoped_lock const lock(mutex_);
      if (handed_.contains(job.id)) continue;
    }
    // It may have been given back since the list was made, and have ended well: what an executor gives back
    // is settled in the store before.
    if (auto const now = store_.find(job.id); now && is_underway(now->phase)) pick_up(*now);
  }
}

}  // namespace jobs

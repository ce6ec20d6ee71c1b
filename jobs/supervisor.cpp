#include "jobs/supervisor.hpp"

#include "engine/base/failure.hpp"

namespace jobs {

using engine::Failure;
using engine::Fault;

Supervisor::Supervisor(JobStore& store, JobDirectories const& directories, std::map<std::string, Lane> lanes,
                       SupervisorOptions options)
    : store_(store), directories_(directories), lanes_(std::move(lanes)), options_(std::move(options)) {
  std::unordered_set<Executor*> attached;  // several lists may share one executor
  for (auto const& [list, lane] : lanes_)
    if (lane.executor != nullptr && attached.insert(lane.executor).second) lane.executor->attach(*this);
}

Supervisor::~Supervisor() { stop(); }

Lane const* Supervisor::lane(std::string const& list) const {
  auto place = lanes_.find(list);
  if (place == lanes_.end()) place = lanes_.find("");
  return place == lanes_.end() ? nullptr : &place->second;
}

Executor* Supervisor::executor_of(std::string const& list) const {
  Lane const* const found = lane(list);
  return found == nullptr ? nullptr : found->executor;
}

void Supervisor::log(std::string const& message) const {
  if (options_.log) options_.log(message);
}

void Supervisor::announce(Job const& job, Change change) const {
  if (options_.changed) options_.changed(job, change);
}

void Supervisor::announce_change(JobId const& id) const {
  if (!options_.changed) return;
  if (auto const job = store_.find(id)) announce(*job, Change::detail);
}

void Supervisor::doubt() {
  std::scoped_lock const lock(mutex_);
  doubtful_ = true;
}

JobUpdate Supervisor::stamped(Decision const& decision, JobUpdate update) const {
  Instant const now = options_.clock();
  for (Action const action : decision.actions) switch (action) {
      case Action::forget_run: update.forget_run = true; break;
      case Action::stamp_queue: update.queued = now; break;
      case Action::stamp_end: update.ended = now; break;
      case Action::stamp_start:
        update.started = now;
        update.more_attempts = 1;
        break;
      case Action::enqueue:
      case Action::cancel:
      case Action::remove_files: break;
    }
  return update;
}

/// The record without what lay in the directory; it has a destruction time of its own.
JobUpdate Supervisor::archived(Job const& job, JobUpdate update) const {
  Lane const* const found = lane(job.list);
  update.results = std::vector<ResultLink>{};
  update.destruction = options_.clock() + (found == nullptr ? std::chrono::hours(0) : found->keep_record);
  if (job.error) {
    update.error = job.error;
    update.error->document.clear();
  }
  return update;
}

/// The one place where a job moves. Whoever else moves it meanwhile makes the compare-and-set fail; then the
/// rules are asked again for the phase it has now.
Answer Supervisor::apply(JobId const& id, Event event, JobUpdate update, std::optional<Phase> likely) try {
  if (likely) {
    Decision const decision = decide(*likely, event);
    if (auto const job = store_.move(id, *likely, decision.to, stamped(decision, update)))
      return moved(*job, decision);
  }
  for (;;) {
    auto const job = store_.find(id);
    if (!job) return {};
    Decision const decision = decide(job->phase, event);
    if (decision.verdict == Verdict::nothing || decision.verdict == Verdict::refuse)
      return {true, decision.verdict, job->phase, {}};
    if (decision.verdict == Verdict::remove) return remove(*job);
    JobUpdate const full = stamped(decision, update);
    bool const archives = decision.to == Phase::archived;
    if (auto const now = store_.move(id, job->phase, decision.to, archives ? archived(*job, full) : full))
      return moved(*now, decision);
  }
} catch (Failure const&) {
  doubt();  // it may have been done all the same
  throw;
}

Answer Supervisor::moved(Job const& job, Decision const& decision) {
  act(job, decision);
  announce(job, Change::phase);
  return {true, Verdict::move, job.phase, job};
}

void Supervisor::act(Job const& job, Decision const& decision) {
  if (has(decision, Action::enqueue)) enqueue(job);
  if (has(decision, Action::cancel))
    if (Executor* const executor = executor_of(job.list)) executor->cancel(job.id);
  // The files of a job that still runs go when its program is gone: see save().
  if (has(decision, Action::remove_files) && !leave_files(job.id)) directories_.remove(job.list, job.id);
}

void Supervisor::enqueue(Job const& job) {
  {
    std::scoped_lock const lock(mutex_);
    if (!handed_.insert(job.id).second) return;
  }
  try {
    Executor* const executor = executor_of(job.list);
    if (executor == nullptr)
      throw Failure(Fault::missing_resource, "nobody runs jobs of this type now: " + job.list);
    executor->start(job);
  } catch (Failure const& failure) {
    release(job.id);
    doubt();  // it stays QUEUED, and is offered again
    log("job " + job.id + " has to wait: " + failure.what());
  }
}

/// Of a job that still runs: they go when it is released. False: nobody needs them.
bool Supervisor::leave_files(JobId const& id) {
  std::scoped_lock const lock(mutex_);
  auto const place = running_.find(id);
  if (place == running_.end()) return false;
  return place->second.files_go = true;
}

void Supervisor::release(JobId const& id) {
  std::string list_of_files_to_go;
  {
    std::scoped_lock const lock(mutex_);
    handed_.erase(id);
    if (auto const place = running_.find(id); place != running_.end()) {
      if (place->second.files_go) list_of_files_to_go = place->second.list;
      running_.erase(place);
    }
  }
  if (!list_of_files_to_go.empty()) directories_.remove(list_of_files_to_go, id);
}

Answer Supervisor::run(JobId const& id) { return apply(id, Event::run, {}, Phase::pending); }
Answer Supervisor::abort(JobId const& id) { return apply(id, Event::abort); }
Answer Supervisor::remove(JobId const& id) { return apply(id, Event::deleted); }

/// No compare-and-set: a job is removed in whatever phase it is by now.
Answer Supervisor::remove(Job const& job) try {
  if (!store_.remove(job.id)) return {};
  act(job, decide(job.phase, Event::deleted));
  announce(job, Change::phase);
  return {true, Verdict::remove, job.phase, {}};
} catch (Failure const&) {
  doubt();
  throw;
}

Answer Supervisor::archive(JobId const& id) {
  auto const job = store_.find(id);
  if (!job) return {};
  Lane const* const found = lane(job->list);
  bool const keeps = found != nullptr && found->keep_record.count() > 0;
  if (!keeps || job->phase == Phase::archived) return {true, Verdict::refuse, job->phase, {}};
  return apply(id, Event::archive_due);
}

void Supervisor::submit(Job job) {
  job.phase = Phase::queued;
  job.queued = options_.clock();
  store_.add(job);
  enqueue(job);
  announce(job, Change::phase);
}

bool Supervisor::set_execution_duration(JobId const& id, std::chrono::seconds duration) {
  if (!store_.set_execution_duration(id, duration)) return false;
  std::string list;
  {
    std::scoped_lock const lock(mutex_);
    if (auto const place = running_.find(id); place != running_.end()) {
      place->second.limit = duration;
      list = place->second.list;
    }
  }
  if (Executor* const executor = list.empty() ? nullptr : executor_of(list)) executor->allow(id, duration);
  announce_change(id);
  return true;
}

bool Supervisor::set_destruction(JobId const& id, std::optional<Instant> destruction) {
  if (!store_.set_destruction(id, destruction)) return false;
  announce_change(id);
  return true;
}

}  // namespace jobs

// Looks after what was submitted: progress, outcomes, what the scheduler says, what is to be cancelled.
#include <algorithm>

#include "engine/base/failure.hpp"
#include "jobs/batch_jobs.hpp"

namespace jobs {

using engine::Failure;
using engine::Fault;

namespace {

bool is_full(std::filesystem::path const& folder) {
  std::error_code error;
  auto const space = std::filesystem::space(folder, error);
  return !error && space.available < (1 << 16);
}

}  // namespace

void BatchExecutor::Impl::watch(std::stop_token const& stop) {
  auto next = SteadyClock::now();
  while (!stop.stop_requested()) {
    bool idle = false;
    {
      std::scoped_lock const lock(mutex_);
      idle = placed_.empty();
    }
    auto const patience = std::chrono::ceil<std::chrono::milliseconds>(next - SteadyClock::now());
    auto const changed =
        folders_.wait(idle ? std::nullopt : std::optional(std::max(patience, patience.zero())));
    if (stop.stop_requested()) return;
    for (JobId const& id : changed)
      if (Held const entry = entry_of(id)) look_at(entry);
    tell_cancelled();
    if (SteadyClock::now() < next) continue;
    next = SteadyClock::now() + limits_.poll;
    try_again();
    for (Held const& entry : held_in(Stage::watched)) look_at(entry);
    ask_scheduler();
  }
}

std::vector<BatchExecutor::Impl::Held> BatchExecutor::Impl::held_in(Stage stage) {
  std::vector<Held> found;
  std::scoped_lock const lock(mutex_);
  for (auto const& [id, entry] : placed_)
    if (entry->stage == stage) found.push_back(entry);
  return found;
}

void BatchExecutor::Impl::look_at(Held const& entry) {
  {
    std::scoped_lock const lock(mutex_);
    if (entry->stage != Stage::watched) return;
  }
  try {
    if (auto const info = read_status(entry->work); info && info != entry->told) {
      tell_executing(*entry);
      events_->progressed(entry->id, *info);
      entry->told = info;
    }
  } catch (Failure const&) {
    // It cannot be read now; the outcome is what counts.
  }
  take_outcome(entry);
}

/// The job is EXECUTING when its batch runs; before that it was QUEUED.
void BatchExecutor::Impl::tell_executing(Entry& entry) {
  if (entry.executing && !entry.unknown) return;
  entry.executing = true;
  entry.unknown = false;
  events_->turned(entry.id, Event::started);
}

bool BatchExecutor::Impl::take_outcome(Held const& entry) {
  std::optional<WorkOutcome> outcome;
  try {
    outcome = read_outcome(entry->work, entry->order.attempt);
  } catch (Failure const& failure) {
    if (failure.fault() == Fault::missing_resource) return false;  // next time
    outcome = WorkOutcome{.attempt = entry->order.attempt, .reason = failure.what()};
  }
  if (!outcome) return false;
  tell_executing(*entry);
  begin_finish(entry, std::move(*outcome));
  return true;
}

void BatchExecutor::Impl::begin_finish(Held const& entry, WorkOutcome outcome) {
  std::scoped_lock const lock(mutex_);
  entry->stage = Stage::finishing;
  post([this, entry, told = std::move(outcome)] { finish(entry, told); }, true);
}

void BatchExecutor::Impl::ask_scheduler() {
  auto const watched = held_in(Stage::watched);
  if (watched.empty()) return;
  std::vector<std::string> ids;
  for (Held const& entry : watched) ids.push_back(entry->batch);
  try {
    auto const states = scheduler_.states(ids);
    silent_since_.reset();
    for (std::size_t i = 0; i < watched.size() && i < states.size(); ++i) take_state(watched[i], states[i]);
  } catch (Failure const& failure) {
    out_of_reach(watched, failure.what());
  }
}

/// A silent scheduler says nothing about its batches. After some time the store says that, too.
void BatchExecutor::Impl::out_of_reach(std::vector<Held> const& watched, std::string const& why) {
  auto const now = SteadyClock::now();
  if (!silent_since_) say("the scheduler does not answer: " + why);
  if (!silent_since_) silent_since_ = now;
  if (now - *silent_since_ < std::max<std::chrono::seconds>(limits_.grace, std::chrono::seconds(10))) return;
  for (Held const& entry : watched)
    if (entry->executing && !std::exchange(entry->unknown, true)) events_->turned(entry->id, Event::lost);
}

void BatchExecutor::Impl::take_state(Held const& entry, BatchStatus const& status) {
  if (!status.facts.empty()) entry->facts = status.facts;
  if (status.state == BatchState::running) tell_executing(*entry);
  if (status.state == BatchState::running || status.state == BatchState::waiting) {
    entry->gone_since.reset();
    return;
  }
  // Its last act was to leave the outcome: it is asked for once more after its end was seen.
  if (take_outcome(entry)) return;
  auto const now = SteadyClock::now();
  if (!entry->gone_since) entry->gone_since = now;
  if (now - *entry->gone_since < limits_.grace) return;
  tell_executing(*entry);
  std::string const why = status.reason.empty() ? "the run is gone without an outcome" : status.reason;
  begin_finish(entry, {.attempt = entry->order.attempt,
                       .reason = why + (is_full(entry->work) ? " and the disk is full" : ""),
                       .started = entry->claim.job.started.value_or(system_now()),
                       .ended = system_now(),
                       .processes = entry->order.processes,
                       .threads = entry->order.threads});
}

void BatchExecutor::Impl::tell_cancelled() {
  for (Held const& entry : held_in(Stage::watched)) {
    {
      std::scoped_lock const lock(mutex_);
      if (!entry->cancelled || entry->cancel_told) continue;
      entry->cancel_told = true;
    }
    try {
      scheduler_.cancel(entry->batch);
    } catch (Failure const& failure) {
      std::scoped_lock const lock(mutex_);
      if (entry->tries++ == 0) say("job " + entry->id + " cannot be stopped now: " + failure.what());
      entry->cancel_told = false;  // the next look tries again
    }
  }
}

/// Orders that the scheduler could not take.
void BatchExecutor::Impl::try_again() {
  for (Held const& entry : held_in(Stage::submitting)) {
    std::scoped_lock const lock(mutex_);
    if (!entry->cancelled && SteadyClock::now() < entry->try_again) continue;
    entry->stage = Stage::preparing;
    post([this, entry] { submit(entry); });
  }
}

}  // namespace jobs

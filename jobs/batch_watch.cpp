// Looks after the folders of what was submitted: progress and outcomes.
#include <algorithm>

#include "engine/base/failure.hpp"
#include "jobs/batch_jobs.hpp"
#include "jobs/work/parts.hpp"

namespace jobs {

using engine::Failure;
using engine::Fault;

namespace {

constexpr int slower_while_waiting = 10;

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
    try_again();
    if (SteadyClock::now() < next) continue;
    next = SteadyClock::now() + limits_.poll;
    for (Held const& entry : held_in(Stage::watched))
      if (SteadyClock::now() >= entry->next_look) look_at(entry);
  }
}

std::vector<BatchExecutor::Impl::Held> BatchExecutor::Impl::held_in(Stage stage) {
  std::vector<Held> found;
  std::scoped_lock const lock(mutex_);
  for (auto const& [id, entry] : placed_)
    if (entry->stage == stage) found.push_back(entry);
  return found;
}

bool BatchExecutor::Impl::is_watched(Entry const& entry) {
  std::scoped_lock const lock(mutex_);
  return entry.stage == Stage::watched;
}

void BatchExecutor::Impl::look_at(Held const& entry) {
  std::scoped_lock const looking(looking_);
  if (!is_watched(*entry)) return;
  // Where many wait and few run, who waits is not asked as often.
  int const slower = entry->phase == Told::queued ? slower_while_waiting : 1;
  entry->next_look = SteadyClock::now() + slower * limits_.poll;
  look_for_progress(*entry);
  if (!look_for_outcome(*entry)) return;
  if (!scheduler_.queues()) return begin_conclude(entry);
  hurry();
}

void BatchExecutor::Impl::look_for_progress(Entry& entry) {
  try {
    auto info = read_status(entry.work);
    if (!info && entry.order.parts > 1) info = parts_status(entry.work, entry.order);
    if (!info || info == entry.told) return;
    entry.known = SteadyClock::now();  // it lives
    // The first that is read may have been written before it was suspended, or nobody knew of it any more.
    if (entry.told || entry.phase == Told::queued) turn(entry, Told::executing);
    events_->progressed(entry.id, *info);
    entry.told = info;
  } catch (Failure const&) {
    // It cannot be read now; the outcome is what counts.
  }
}

/// True: it is there, of this run; it is taken once.
bool BatchExecutor::Impl::look_for_outcome(Entry& entry) {
  if (entry.outcome) return false;
  try {
    auto outcome = read_outcome(entry.work, entry.order.attempt);
    if (!outcome || outcome->run != entry.order.run) return false;
    entry.outcome = std::move(outcome);
  } catch (Failure const& failure) {
    if (failure.fault() == Fault::missing_resource) return false;  // next time
    entry.outcome =
        WorkOutcome{.attempt = entry.order.attempt, .run = entry.order.run, .reason = failure.what()};
  }
  entry.outcome_since = SteadyClock::now();
  using End = WorkOutcome::End;
  bool const may_be_cured = entry.outcome->end == End::stopped || entry.outcome->end == End::interrupted;
  if (entry.order.parts > 1 && !may_be_cured && !went_well(*entry.outcome, entry.order)) {
    std::scoped_lock const lock(mutex_);
    entry.needless = true;
  }
  if (scheduler_.queues()) scheduler_.is_ending(entry.batch);
  return true;
}

void BatchExecutor::Impl::begin_conclude(Held const& entry) {
  std::scoped_lock const lock(mutex_);
  if (entry->stage != Stage::watched) return;
  entry->stage = Stage::finishing;
  post([this, entry] { conclude(entry); }, true);
}

/// With the lock held.
bool BatchExecutor::Impl::may_try(Entry const& entry) {
  auto const now = SteadyClock::now();
  if (entry.cancelled && entry.next != Later::conclude) return true;
  if (!brake_ || entry.next != Later::submit) return now >= entry.try_again;
  if (now < entry.try_again || now < brake_->until || !brake_->trying.empty()) return false;
  brake_->trying = entry.id;
  return true;
}

/// What could not be done at once, and whose pause is over; who has waited longest is the first.
void BatchExecutor::Impl::try_again() {
  auto waiting = held_in(Stage::later);
  {
    std::scoped_lock const lock(mutex_);
    std::ranges::stable_sort(waiting, {}, [](Held const& entry) { return entry->try_again; });
  }
  for (Held const& entry : waiting) {
    std::scoped_lock const lock(mutex_);
    if (!may_try(*entry)) continue;
    entry->stage = Stage::preparing;
    post([this, entry, next = entry->next] {
      if (next == Later::submit) submit(entry);
      if (next == Later::resume) resume(entry);
      if (next == Later::conclude) conclude(entry);
    });
  }
}

void BatchExecutor::Impl::turn(Entry& entry, Told phase) {
  if (entry.phase == phase) return;
  entry.phase = phase;
  if (phase == Told::suspended) return events_->turned(entry.id, Event::suspended);
  if (phase == Told::unknown) return events_->turned(entry.id, Event::lost);
  if (phase == Told::queued) return;
  events_->turned(entry.id, Event::started);
  if (!entry.said.empty()) events_->progressed(entry.id, {});
  entry.said.clear();
}

/// Why it does not run, for who looks at the job.
void BatchExecutor::Impl::inform(Entry& entry, std::string const& why) {
  if (why.empty() || entry.said == why) return;
  entry.said = why;
  events_->progressed(entry.id, {why, std::nullopt});
}

}  // namespace jobs

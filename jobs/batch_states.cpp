// Asks the scheduler about all batches at once, and tells it what is to be cancelled; on a thread of its own,
// for it may take its time.
#include <algorithm>

#include "engine/base/failure.hpp"
#include "jobs/batch_jobs.hpp"

namespace jobs {

using engine::Failure;

namespace {

/// A job that was heard of so lately is not out of reach, whatever its scheduler is.
constexpr std::chrono::seconds lately{60}, silence{10};

}  // namespace

void BatchExecutor::Impl::ask(std::stop_token const& stop) {
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(mutex_);
      asking_.wait(lock, stop, [this] { return stopping_ || !placed_.empty(); });
      asking_.wait_for(lock, stop, limits_.poll, [this] { return stopping_ || hurry_; });
      if (stopping_ || stop.stop_requested()) return;
      hurry_ = false;
    }
    tell_cancelled();
    ask_scheduler();
  }
}

void BatchExecutor::Impl::hurry() {
  std::scoped_lock const lock(mutex_);
  hurry_ = true;
  asking_.notify_all();
}

void BatchExecutor::Impl::ask_scheduler() {
  auto const watched = held_in(Stage::watched);
  if (watched.empty()) return;
  std::vector<std::string> ids;
  {
    std::scoped_lock const lock(mutex_);
    for (Held const& entry : watched) ids.push_back(entry->batch);
  }
  try {
    auto states = scheduler_.states(ids);
    silent_since_.reset();
    std::scoped_lock const looking(looking_);
    for (std::size_t i = 0; i < watched.size() && i < states.size(); ++i)
      if (is_watched(*watched[i])) take_state(watched[i], std::move(states[i]));
  } catch (Failure const& failure) {
    std::scoped_lock const looking(looking_);
    out_of_reach(watched, failure.what());
  }
}

/// A silent scheduler says nothing about its batches. After some time the store says that, too.
void BatchExecutor::Impl::out_of_reach(std::vector<Held> const& watched, std::string const& why) {
  auto const now = SteadyClock::now();
  if (!silent_since_) say("the scheduler does not answer: " + why);
  if (!silent_since_) silent_since_ = now;
  bool const long_ago = now - *silent_since_ >= std::max<std::chrono::seconds>(limits_.grace, silence);
  for (Held const& entry : watched) {
    if (!is_watched(*entry)) continue;
    if (entry->outcome) {
      if (now - entry->outcome_since >= limits_.settle) begin_conclude(entry);
      continue;
    }
    if (!long_ago) continue;
    bool const heard_of = entry->told && now - entry->known < lately;
    if (entry->phase != Told::queued && !heard_of) turn(*entry, Told::unknown);
    if (entry->phase != Told::executing) inform(*entry, "the cluster does not answer: " + why);
  }
}

void BatchExecutor::Impl::take_state(Held const& entry, BatchStatus status) {
  // What was told of it once is not forgotten when it is told no more.
  if (status.facts.empty()) status.facts = std::move(entry->status.facts);
  entry->status = std::move(status);
  auto const& now = entry->status;
  if (now.state == BatchState::ended) return take_end(entry);
  if (now.state == BatchState::unknown) return take_unknown(entry);
  entry->known = SteadyClock::now();
  entry->gone_since.reset();
  if (entry->outcome) {
    // Only at the end of all parts the scheduler says whether one that was stopped is worth another batch.
    if (entry->order.parts > 1 && entry->outcome->end == WorkOutcome::End::stopped) return;
    if (entry->known - entry->outcome_since >= limits_.settle) begin_conclude(entry);
    return;
  }
  switch (now.state) {
    case BatchState::running: turn(*entry, Told::executing); break;
    case BatchState::suspended: turn(*entry, Told::suspended); [[fallthrough]];
    case BatchState::held:
    case BatchState::waiting:
      // The shepherd's own words are younger than an answer of the scheduler that it has kept for a while.
      if (entry->phase == Told::executing && entry->told && now.state == BatchState::waiting) break;
      if (entry->phase != Told::queued) turn(*entry, Told::suspended);
      inform(*entry, now.reason);
      break;
    case BatchState::ended:
    case BatchState::unknown: break;
  }
}

void BatchExecutor::Impl::take_end(Held const& entry) {
  // Its last act was to leave the outcome: it is looked for once more after its end was seen.
  look_for_outcome(*entry);
  auto const now = SteadyClock::now();
  if (!entry->gone_since) entry->gone_since = now;
  bool const elsewhere = scheduler_.path_there(entry->work) != entry->work;
  if (entry->outcome || elsewhere || now - *entry->gone_since >= limits_.grace) begin_conclude(entry);
}

/// No end: the scheduler may have forgotten a batch that ended while it was away, or know it again tomorrow.
void BatchExecutor::Impl::take_unknown(Held const& entry) {
  look_for_outcome(*entry);
  auto const now = SteadyClock::now();
  if (!entry->gone_since) entry->gone_since = now;
  bool cancelled = false;
  std::chrono::seconds time{0};
  {
    std::scoped_lock const lock(mutex_);
    cancelled = entry->cancelled && entry->cancel_told;
    time = entry->order.time;
  }
  auto const longest = time.count() > 0 ? time + limits_.margin : limits_.forget;
  // The first answer after a long silence is no proof: it may know it again in a moment.
  bool const over = now - entry->known >= longest &&
                    now - *entry->gone_since >= std::min<std::chrono::seconds>(limits_.margin, longest);
  bool const stopped = cancelled && now - *entry->gone_since >= limits_.grace;
  bool const settled = entry->outcome && now - entry->outcome_since >= limits_.settle;
  if (over || stopped || settled) {
    if (entry->status.reason.empty())
      entry->status.reason = "the cluster does not know its batch " + entry->batch + " any more";
    return begin_conclude(entry);
  }
  if (entry->outcome || now - *entry->gone_since < limits_.lost_after) return;
  bool const heard_of = entry->told && now - entry->known < lately;
  if (entry->phase != Told::queued && !heard_of) turn(*entry, Told::unknown);
  if (entry->phase != Told::executing) inform(*entry, "the cluster does not know its batch at the moment");
}

void BatchExecutor::Impl::tell_cancelled() {
  auto const begun = SteadyClock::now();
  for (Held const& entry : held_in(Stage::watched)) {
    std::string batch;
    {
      std::scoped_lock const lock(mutex_);
      if (stopping_) return;
      if ((!entry->cancelled && !entry->needless) || entry->cancel_told) continue;
      entry->cancel_told = true;
      batch = entry->batch;
    }
    try {
      scheduler_.cancel(batch);
    } catch (Failure const& failure) {
      std::scoped_lock const lock(mutex_);
      if (entry->tries++ == 0) say("job " + entry->id + " cannot be stopped now: " + failure.what());
      entry->cancel_told = false;                         // the next look tries again
      if (SteadyClock::now() - begun >= silence) return;  // it does not answer: not once for each job
    }
  }
}

}  // namespace jobs

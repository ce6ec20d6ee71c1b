// When a batch has ended: what it left is brought here; then another batch, or the job's end.
#include <algorithm>

#include "engine/base/failure.hpp"
#include "jobs/batch_jobs.hpp"
#include "jobs/thread_executor.hpp"
#include "jobs/work/parts.hpp"

namespace jobs {
namespace {

namespace fs = std::filesystem;
using engine::Failure;
using engine::Fault;
using End = WorkOutcome::End;

bool is_full(fs::path const& folder) {
  std::error_code error;
  auto const space = fs::space(folder, error);
  return !error && space.available < (1 << 16);
}

/// An array whose parts all did well, but nobody has gathered: the one that was about to is gone.
bool only_gathering_is_missing(fs::path const& work, WorkOrder const& order) {
  if (order.parts <= 1) return false;
  auto const parts = parts_outcomes(work, order);
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (!parts[i] || !went_well(*parts[i], read_order(part_folder(work, static_cast<int>(i) + 1))))
      return false;
  return true;
}

}  // namespace

/// False: it cannot be brought here now.
bool BatchExecutor::Impl::fetch(Held const& entry) {
  bool const elsewhere = scheduler_.path_there(entry->work) != entry->work;
  if (!elsewhere && entry->status.state != BatchState::ended) return true;
  try {
    scheduler_.fetch(entry->work);
    return true;
  } catch (Failure const& failure) {
    if (failure.fault() != Fault::missing_resource && failure.fault() != Fault::interrupted) {
      entry->outcome = outcome_without(entry->order, {.reason = failure.what()});
      return true;
    }
    later(entry, Later::conclude, failure.what());
    return false;
  }
}

void BatchExecutor::Impl::conclude(Held const& entry) try {
  {
    std::scoped_lock const lock(mutex_);
    if (stopping_) return;  // the next daemon finds all as it is
  }
  if (!fetch(entry)) return;
  std::error_code none;
  if (!fs::exists(entry->work, none)) return finish(entry, outcome_without(entry->order, entry->status));
  BatchStatus& status = entry->status;
  if (!entry->outcome) look_for_outcome(*entry);
  if (!entry->outcome) entry->outcome = parts_failure(entry->work, entry->order);
  if (!entry->outcome && only_gathering_is_missing(entry->work, entry->order)) status.again = true;
  bool cancelled = false;
  {
    std::scoped_lock const lock(mutex_);
    cancelled = entry->cancelled;
  }
  if (entry->outcome) merge(*entry->outcome, status, cancelled);
  Next const next = next_after({entry->order, entry->outcome, status, cancelled, limits_.restarts});
  if (next != Next::finish) return hand_in_again(entry, next);

  WorkOutcome outcome = entry->outcome.value_or(outcome_without(entry->order, status));
  if (!entry->outcome) {
    outcome.started = entry->claim.job.started.value_or(system_now());
    if (is_full(entry->work)) outcome.reason += " and the disk is full";
    merge(outcome, status, cancelled);
  }
  if (cancelled && !went_well(outcome, entry->order)) outcome.end = End::stopped;
  if (next_after({entry->order, outcome, status, cancelled, entry->order.restarts + 1}) == Next::anew) {
    outcome.end = End::lost;  // and not what the program said when its node failed
    outcome.reason = status.reason + ", in " + std::to_string(entry->order.run) + " batches";
  }
  add_runs(outcome, kept_outcomes(entry->work, entry->order.attempt));
  if (scheduler_.queues()) try {
      write_outcome(entry->work, outcome);
    } catch (Failure const& failure) {
      say("job " + entry->id + ": what the cluster says of it is not kept: " + failure.what());
    }
  finish(entry, std::move(outcome));
} catch (fs::filesystem_error const& error) {
  end(entry, disk_trouble(error));
} catch (std::exception const& error) {
  end(entry, summary_of(error, log_));
}

/// The old outcome is kept, then the new order written: from then on the folder is that of the next run,
/// which the next daemon hands in if we do not. Only then the rest of the old run goes (clear_for_run).
void BatchExecutor::Impl::hand_in_again(Held const& entry, Next next) {
  WorkOrder order = another_run(entry->order, next, entry->outcome);
  {
    std::scoped_lock const lock(mutex_);
    if (auto const time = entry->allowed.value_or(std::chrono::seconds(0)); time.count() > 0)
      order.time = std::max(std::chrono::seconds(1), time - order.used);
  }
  WorkOutcome const ended = entry->outcome.value_or(outcome_without(entry->order, entry->status));
  keep_outcome(entry->work, ended);
  std::string const why = next == Next::go_on ? "its batch was over" : entry->status.reason;
  std::string const what = next == Next::go_on ? "it goes on in another batch" : "it runs again";
  say("job " + entry->id + ": " + what + " (" + std::to_string(order.run) + "): " + why);
  auto const pause = next == Next::go_on ? std::chrono::milliseconds(0)
                                         : limits_.pause * (1 << std::min(2 * (order.restarts - 1), 20));
  stamp_parts(entry->work, order);
  write_order(entry->work, order);
  {
    std::scoped_lock const looking(looking_);
    if (entry->phase != Told::queued) turn(*entry, Told::suspended);
    inform(*entry, what + " (" + why + ")");
    entry->outcome.reset();
    entry->status = {};
    entry->told.reset();
    entry->gone_since.reset();
  }
  std::scoped_lock const lock(mutex_);
  entry->order = std::move(order);
  entry->batch.clear();
  entry->next = Later::submit;
  entry->tries = 0;
  entry->try_again = SteadyClock::now() + pause;
  entry->stage = Stage::later;
  folders_.poke();
}

void BatchExecutor::Impl::finish(Held const& entry, WorkOutcome outcome) {
  if (outcome.end == End::lost) scheduler_.clean_up(entry->work);
  Outcome told = outcome_of(*entry, outcome);
  bool cancelled = false;
  {
    std::scoped_lock const lock(mutex_);
    cancelled = entry->cancelled;
  }
  bool const overran = outcome.end == End::timed_out || outcome.end == End::interrupted;
  bool const by_others = outcome.end == End::stopped && !cancelled && scheduler_.queues();
  if (overran || by_others) {
    if (auto* const error = std::get_if<ErrorSummary>(&told)) told = Failed{.error = *error};
    if (auto* const failed = std::get_if<Failed>(&told)) {
      failed->overran = overran;
      failed->aborted = by_others;
    }
  }
  // A job that never was seen to run ran all the same, unless it was ended in the queue.
  bool const aborted_waiting = by_others && entry->phase == Told::queued;
  if (!aborted_waiting) turn(*entry, Told::executing);
  end(entry, std::move(told));
}

Outcome BatchExecutor::Impl::outcome_of(Entry const& entry, WorkOutcome const& outcome) {
  std::error_code none;
  if (!fs::exists(entry.work, none)) return Stopped{};  // the job was deleted
  try {
    return steps_.finish(entry.claim, entry.order, outcome);
  } catch (fs::filesystem_error const& error) {
    return disk_trouble(error);
  } catch (std::exception const& error) {
    return summary_of(error, log_);
  }
}

}  // namespace jobs

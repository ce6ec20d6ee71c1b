// From a job whose turn has come to a submitted order, and from its outcome to the job's end.
#include <array>

#include "engine/base/failure.hpp"
#include "engine/io/durable.hpp"
#include "jobs/batch_jobs.hpp"
#include "jobs/thread_executor.hpp"

namespace jobs {
namespace {

namespace fs = std::filesystem;
using engine::Failure;
using engine::Fault;

/// What an earlier attempt left goes, the order first: without it nothing of the rest counts. The lock stays.
void empty_folder(fs::path const& work) {
  engine::make_folders(work.string());
  fs::remove(work / order_name);
  for (fs::directory_entry const& entry : fs::directory_iterator(work))
    if (entry.path().filename() != lock_name) fs::remove_all(entry.path());
}

ErrorSummary disk_trouble(fs::filesystem_error const& error) {
  return {.message = std::string("the files of the job cannot be written now: ") + error.code().message() +
                     " - try again later",
          .type = ErrorType::transient};
}

}  // namespace

void BatchExecutor::Impl::prepare(Held const& entry) {
  bool const queues = scheduler_.queues();
  auto claim = queues ? events_->reserved(entry->id, false) : events_->started(entry->id);
  if (!claim) return drop(entry);
  entry->claim = std::move(*claim);
  entry->executing = !queues;
  entry->work = work_of(entry->claim.job);
  if (make_order(entry)) submit(entry);
}

/// False: it has ended.
bool BatchExecutor::Impl::make_order(Held const& entry) {
  Claim const& claim = entry->claim;
  try {
    empty_folder(entry->work);
    WorkOrder order = steps_.prepare(claim, entry->work);
    order.id = claim.job.id;
    order.attempt = claim.job.attempts + (entry->executing ? 0 : 1);
    if (order.directory.empty()) order.directory = claim.results;
    order.directory = fs::absolute(order.directory);
    {
      std::scoped_lock const lock(mutex_);
      if (entry->allowed) order.time = *entry->allowed;
    }
    write_order(entry->work, order);
    entry->order = std::move(order);
    return true;
  } catch (fs::filesystem_error const& error) {
    end(entry, disk_trouble(error));
  } catch (std::exception const& error) {
    end(entry, summary_of(error, log_));
  }
  return false;
}

/// It waits in the scheduler's queue, or has begun there, since before this daemon was started.
void BatchExecutor::Impl::resume(Held const& entry) {
  auto claim = events_->reserved(entry->id, true);
  if (!claim) return drop(entry);
  entry->claim = std::move(*claim);
  entry->work = work_of(entry->claim.job);
  try {
    entry->order = read_order(entry->work);
    auto const found = scheduler_.find(entry->id, entry->work);
    folders_.add(entry->id, entry->work);
    std::scoped_lock const lock(mutex_);
    if (found) entry->batch = *found;
    entry->stage = Stage::watched;
  } catch (std::exception const& error) {
    return end(entry, summary_of(error, log_));
  }
  if (entry->batch.empty()) return submit(entry);
  folders_.poke(entry->id);
}

void BatchExecutor::Impl::submit(Held const& entry) {
  bool cancelled = false;
  {
    std::scoped_lock const lock(mutex_);
    if (stopping_) return;  // the next daemon finds an order that was never given out
    cancelled = entry->cancelled;
  }
  if (cancelled) return end(entry, Stopped{});
  try {
    folders_.add(entry->id, entry->work);
    std::string const batch = scheduler_.submit({entry->id, entry->work, entry->order});
    events_->submitted(entry->id, batch);
    std::scoped_lock const lock(mutex_);
    entry->batch = batch;
    entry->tries = 0;
    entry->stage = Stage::watched;
  } catch (Failure const& failure) {
    std::chrono::seconds const pause(1 << std::min(entry->tries, 5));
    bool const again = failure.fault() == Fault::missing_resource && pause * 2 <= limits_.submit_for;
    if (!again) return end(entry, summary_of(failure, log_));
    say("job " + entry->id + " has to wait: " + failure.what());
    std::scoped_lock const lock(mutex_);
    ++entry->tries;
    entry->try_again = SteadyClock::now() + pause;
    entry->stage = Stage::submitting;
  } catch (std::exception const& error) {
    return end(entry, summary_of(error, log_));
  }
  folders_.poke(entry->id);
}

void BatchExecutor::Impl::finish(Held const& entry, WorkOutcome outcome) {
  if (outcome.end == WorkOutcome::End::lost) scheduler_.clean_up(entry->work);
  outcome.facts.insert(outcome.facts.end(), entry->facts.begin(), entry->facts.end());
  Outcome told = outcome_of(*entry, outcome);
  if (outcome.end == WorkOutcome::End::timed_out) {
    if (auto* const error = std::get_if<ErrorSummary>(&told)) told = Failed{.error = *error};
    if (auto* const failed = std::get_if<Failed>(&told)) failed->overran = true;
  }
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

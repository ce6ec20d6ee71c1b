// From a job whose turn has come to a submitted order.
#include <algorithm>

#include "engine/base/failure.hpp"
#include "engine/io/durable.hpp"
#include "jobs/batch_jobs.hpp"
#include "jobs/thread_executor.hpp"
#include "jobs/work/parts.hpp"
#include "jobs/work/work_lock.hpp"

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

/// The scheduler's own words name hosts and sockets; they are in the log.
std::string for_users(std::string why) {
  auto const start = why.find(" (");
  auto const end = why.rfind(')');
  if (start != why.npos && end != why.npos && end > start) why.erase(start, end + 1 - start);
  return why;
}

bool is_used_by_parts(fs::path const& directory, fs::path const& work, WorkOrder const& order) {
  for (int i = 1; order.parts > 1 && i <= order.parts; ++i)
    if (read_order(part_folder(work, i)).directory == directory) return true;
  return false;
}

}  // namespace

ErrorSummary disk_trouble(fs::filesystem_error const& error) {
  return {.message = std::string("the files of the job cannot be written now: ") + error.code().message() +
                     " - try again later",
          .type = ErrorType::transient};
}

void BatchExecutor::Impl::prepare(Held const& entry) {
  bool const queues = scheduler_.queues();
  auto claim = queues ? events_->reserved(entry->id, false) : events_->started(entry->id);
  if (!claim) return drop(entry);
  entry->claim = std::move(*claim);
  entry->phase = queues ? Told::queued : Told::executing;
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
    order.attempt = claim.job.attempts + (scheduler_.queues() ? 1 : 0);
    if (order.directory.empty()) order.directory = claim.results;
    order.directory = fs::absolute(order.directory);
    {
      std::scoped_lock const lock(mutex_);
      if (entry->allowed) order.time = *entry->allowed;
    }
    stamp_parts(entry->work, order);
    write_order(entry->work, order);
    std::scoped_lock const lock(mutex_);
    entry->order = std::move(order);
    return true;
  } catch (fs::filesystem_error const& error) {
    end(entry, disk_trouble(error));
  } catch (std::exception const& error) {
    end(entry, summary_of(error, log_));
  }
  return false;
}

/// For another batch of the same attempt. May be done again, until that batch is handed in.
void BatchExecutor::Impl::clear_for_run(Entry const& entry) const {
  WorkOrder const& order = entry.order;
  if (order.run == 1) return;
  clear_parts(entry.work, order);
  fs::remove(entry.work / outcome_name);
  fs::remove(entry.work / status_name);
  if (order.resumes || is_used_by_parts(order.directory, entry.work, order)) return;
  for (auto const& left : fs::directory_iterator(order.directory)) fs::remove_all(left.path());
}

void BatchExecutor::Impl::submit(Held const& entry) {
  bool cancelled = false, tried = false;
  {
    std::scoped_lock const lock(mutex_);
    if (stopping_) return;  // the next daemon finds an order that was never given out
    cancelled = entry->cancelled;
    tried = entry->tries > 0 && scheduler_.queues();
  }
  if (cancelled && tried) try {
      // The answer may have been lost, and not the batch.
      if (auto const batch = scheduler_.find(entry->id, entry->work)) scheduler_.cancel(*batch);
    } catch (Failure const& failure) {
      say("job " + entry->id + ": whether it was handed in is not known: " + failure.what());
    }
  if (cancelled) return give_up(entry, Stopped{});
  if (is_braked(entry)) return;
  try {
    clear_for_run(*entry);
    folders_.add(entry->id, entry->work);
    std::string const batch = scheduler_.submit({entry->id, entry->work, entry->order});
    try {
      write_batch(entry->work, entry->order, batch);
    } catch (Failure const& failure) {
      say("job " + entry->id + ": its batch is not noted: " + failure.what());  // it can be found by its name
    }
    events_->submitted(entry->id, batch);
    std::scoped_lock const lock(mutex_);
    entry->batch = batch;
    entry->tries = 0;
    brake_.reset();
    entry->known = SteadyClock::now();
    entry->cancel_told = entry->needless = false;
    entry->stage = Stage::watched;
  } catch (Failure const& failure) {
    bool const passes = failure.fault() == Fault::missing_resource || failure.fault() == Fault::interrupted;
    std::chrono::seconds const pause(1 << std::min(entry->tries, 5));
    bool const again = limits_.submit_for.count() == 0 || pause * 2 <= limits_.submit_for;
    if (passes) brake(*entry);
    if (!passes || !again) return give_up(entry, summary_of(failure, log_));
    return later(entry, Later::submit, failure.what());
  } catch (fs::filesystem_error const& error) {
    return end(entry, disk_trouble(error));
  } catch (std::exception const& error) {
    return end(entry, summary_of(error, log_));
  }
  folders_.poke(entry->id);
}

/// True: somebody else tries whether the scheduler takes batches, and this one waits.
bool BatchExecutor::Impl::is_braked(Held const& entry) {
  {
    std::scoped_lock const lock(mutex_);
    if (!brake_ || brake_->trying == entry->id) return false;
    entry->next = Later::submit;
    entry->stage = Stage::later;
    entry->try_again = SteadyClock::now();
  }
  inform(*entry, "waits for the cluster to take batches again");
  return true;
}

/// The pause grows to a minute, for all together; who was refused comes last next time.
void BatchExecutor::Impl::brake(Entry const& entry) {
  if (!scheduler_.queues()) return;
  std::scoped_lock const lock(mutex_);
  if (!brake_) brake_.emplace();
  if (!brake_->trying.empty() && brake_->trying != entry.id) return;
  brake_->trying.clear();
  brake_->until = SteadyClock::now() + std::chrono::seconds(std::min(60, 1 << std::min(brake_->refusals, 6)));
  ++brake_->refusals;
}

/// It will not be handed in: what was made ready for its batch elsewhere goes.
void BatchExecutor::Impl::give_up(Held const& entry, Outcome outcome) {
  scheduler_.clean_up(entry->work);
  end(entry, std::move(outcome));
}

/// What cannot be done now is tried again, after a pause that grows to half a minute.
void BatchExecutor::Impl::later(Held const& entry, Later next, std::string const& why) {
  if (entry->tries == 0) say("job " + entry->id + " has to wait: " + why);
  inform(*entry, "waits: " + for_users(why));
  std::scoped_lock const lock(mutex_);
  entry->next = next;
  entry->try_again = SteadyClock::now() + std::chrono::seconds(1 << std::min(entry->tries, 5));
  ++entry->tries;
  entry->stage = Stage::later;
  folders_.poke();
}

}  // namespace jobs

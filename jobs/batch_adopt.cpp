// After a restart of the daemon: how far each job was, by what lies in its folder and what the scheduler
// knows.
#include <algorithm>
#include <utility>

#include "engine/base/failure.hpp"
#include "jobs/batch_jobs.hpp"
#include "jobs/thread_executor.hpp"
#include "jobs/work/parts.hpp"
#include "jobs/work/work_lock.hpp"

namespace jobs {
namespace {

namespace fs = std::filesystem;

bool is_signed(fs::path const& folder, WorkOrder const& order) {
  auto const shepherd = signed_by(folder);
  return shepherd && shepherd->attempt == order.attempt && shepherd->run == order.run;
}

/// Has any shepherd begun with this order, or with a part of it?
bool was_begun(fs::path const& work, WorkOrder const& order) {
  if (is_signed(work, order)) return true;
  for (int i = 1; order.parts > 1 && i <= order.parts; ++i)
    if (is_signed(part_folder(work, i), order)) return true;
  auto const outcome = read_outcome(work, order.attempt);
  return outcome && outcome->run == order.run;
}

}  // namespace

/// The batch of the order in this folder; empty: it was certainly not handed in, or never began.
std::string BatchExecutor::Impl::batch_of(Job const& job, fs::path const& work, WorkOrder const& order) {
  auto const kept = read_batch(work, order);
  if (kept && scheduler_.queues()) {
    // Not a question for each of thousands, nor one to a scheduler that does not answer.
    std::scoped_lock const lock(mutex_);
    if (!living_known_ || std::ranges::find(living_, *kept) != living_.end()) return *kept;
  }
  if (auto found = scheduler_.find(job.id, work)) return *found;
  bool const begun = was_begun(work, order);
  // One that lies elsewhere signs elsewhere: what was handed in may have run.
  bool const elsewhere = scheduler_.path_there(work) != work;
  if (kept && (begun || elsewhere)) return *kept;
  return begun ? (job.batch_id.empty() ? std::string("unknown") : job.batch_id) : "";
}

Adoption BatchExecutor::Impl::adopt(Job const& job) {
  {
    std::scoped_lock const lock(mutex_);
    adopting_.insert(job.id);
  }
  Adoption const adoption = adopt_now(job);  // throws: as long as it is not known, its batch is no stray
  {
    std::scoped_lock const lock(mutex_);
    adopting_.erase(job.id);
  }
  end_strays();
  return adoption;
}

Adoption BatchExecutor::Impl::adopt_now(Job const& job) try {
  if (entry_of(job.id)) return Adoption::watched;
  auto const work = work_of(job);
  if (ordered_attempt(work) != job.attempts) return Adoption::never_ran;
  WorkOrder const order = read_order(work);
  std::string const batch = batch_of(job, work, order);
  if (batch.empty() && order.run == 1) return Adoption::never_ran;
  auto const phase = job.phase == Phase::unknown     ? Told::unknown
                     : job.phase == Phase::suspended ? Told::suspended
                                                     : Told::executing;
  // A later run that was not handed in yet is handed in now.
  auto const entry = std::make_shared<Entry>(Entry{.id = job.id,
                                                   .owner = job.owner,
                                                   .stage = batch.empty() ? Stage::later : Stage::watched,
                                                   .batch = batch,
                                                   .claim = {job, directories_.resume_results(job)},
                                                   .order = order,
                                                   .work = work,
                                                   .phase = phase});
  folders_.add(job.id, work);
  {
    std::scoped_lock const lock(mutex_);
    if (stopping_)
      throw engine::Failure(engine::Fault::interrupted, "cannot adopt a job: the service is stopping");
    if (!entries_.emplace(job.id, entry).second) return Adoption::watched;
    placed_[job.id] = entry;
    asking_.notify_all();
    queue_.found_running(job.owner);
  }
  folders_.poke(job.id);
  return Adoption::watched;
} catch (engine::Failure const& failure) {
  if (failure.fault() != engine::Fault::bad_data) throw;
  say("job " + job.id + ": " + failure.what());  // its files are spoilt for good
  return Adoption::lost;
}

/// It waits in the scheduler's queue, or has begun there, since before this daemon was started.
void BatchExecutor::Impl::resume(Held const& entry) {
  resume_now(entry);
  end_strays();
}

void BatchExecutor::Impl::resume_now(Held const& entry) {
  auto claim = events_->reserved(entry->id, true);
  if (!claim) return drop(entry);
  entry->claim = std::move(*claim);
  entry->work = work_of(entry->claim.job);
  try {
    WorkOrder const order = read_order(entry->work);
    std::string const batch = batch_of(entry->claim.job, entry->work, order);
    folders_.add(entry->id, entry->work);
    std::scoped_lock const lock(mutex_);
    entry->order = order;
    entry->batch = batch;
    entry->resuming = false;
    if (!batch.empty()) entry->stage = Stage::watched;
  } catch (engine::Failure const& failure) {
    // The scheduler does not answer: it is asked again.
    if (failure.fault() != engine::Fault::missing_resource) return end(entry, summary_of(failure, log_));
    return later(entry, Later::resume, failure.what());
  } catch (std::exception const& error) {
    return end(entry, summary_of(error, log_));
  }
  if (entry->batch.empty()) return submit(entry);
  folders_.poke(entry->id);
}

/// What runs for no job. Only when all jobs have found their batches is it known which those are.
void BatchExecutor::Impl::end_strays() {
  std::vector<std::string> strays;
  {
    std::scoped_lock const lock(mutex_);
    if (!recovered_ || living_.empty() || !adopting_.empty()) return;
    for (auto const& [id, entry] : placed_)
      if (entry->resuming) return;
    for (auto const& [id, entry] : placed_) std::erase(living_, entry->batch);
    strays = std::exchange(living_, {});
  }
  for (std::string const& stray : strays) {
    say("a run goes on whose job has ended: it is stopped (" + stray + ")");
    try {
      scheduler_.cancel(stray);
    } catch (engine::Failure const& failure) {
      say("it cannot be stopped now: " + std::string(failure.what()));
    }
  }
}

}  // namespace jobs

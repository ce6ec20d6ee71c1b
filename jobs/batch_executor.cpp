#include "jobs/batch_executor.hpp"

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"
#include "jobs/batch_jobs.hpp"
#include "jobs/work/parts.hpp"

namespace jobs {

using engine::Failure;
using engine::Fault;

BatchExecutor::BatchExecutor(BatchSteps steps, Scheduler& scheduler, JobDirectories const& directories,
                             BatchLimits limits, std::function<void(std::string const&)> log)
    : impl_(std::make_unique<Impl>(std::move(steps), scheduler, directories, limits, std::move(log))) {}
BatchExecutor::~BatchExecutor() { stop(); }
void BatchExecutor::attach(ExecutorEvents& events) { impl_->attach(events); }
void BatchExecutor::start(Job const& job) { impl_->start(job); }
void BatchExecutor::cancel(JobId const& id) { impl_->cancel(id); }
Adoption BatchExecutor::adopt(Job const& job) { return impl_->adopt(job); }
void BatchExecutor::recovered() { impl_->recovered(); }
void BatchExecutor::allow(JobId const& id, std::chrono::seconds duration) { impl_->allow(id, duration); }
bool BatchExecutor::keeps_time() const { return impl_->keeps_time(); }
void BatchExecutor::poke(JobId const& id) { impl_->poke(id); }
void BatchExecutor::stop() { impl_->stop(); }

BatchExecutor::Impl::Impl(BatchSteps steps, Scheduler& scheduler, JobDirectories const& directories,
                          BatchLimits limits, std::function<void(std::string const&)> log)
    : steps_(std::move(steps)),
      scheduler_(scheduler),
      directories_(directories),
      limits_(limits),
      log_(std::move(log)),
      queue_(limits.per_owner) {
  EXPECTS(limits_.running >= 1 && limits_.preparing >= 1);
}

void BatchExecutor::Impl::attach(ExecutorEvents& events) {
  if (events_ == &events) return;
  EXPECTS(events_ == nullptr);
  events_ = &events;
  try {
    living_ = scheduler_.living(directories_.root());
    living_known_ = true;
  } catch (Failure const& failure) {
    say(std::string("cannot see what runs already: ") + failure.what());
  }
  for (std::size_t i = 0; i < limits_.preparing; ++i)
    threads_.emplace_back([this](std::stop_token const& stop) { work(stop); });
  threads_.emplace_back([this](std::stop_token const& stop) { watch(stop); });
  threads_.emplace_back([this](std::stop_token const& stop) { ask(stop); });
}

std::filesystem::path BatchExecutor::Impl::work_of(Job const& job) const {
  return std::filesystem::absolute(directories_.of(job)) / "work";
}

void BatchExecutor::Impl::say(std::string const& message) const {
  if (log_) log_(message);
}

/// It may wait in the scheduler's queue already, since the last daemon's days.
bool BatchExecutor::Impl::is_ordered(Job const& job) const try {
  return scheduler_.queues() && ordered_attempt(work_of(job)) == job.attempts + 1;
} catch (Failure const& failure) {
  if (failure.fault() != Fault::bad_data) throw;
  say("job " + job.id + " is prepared anew: " + failure.what());
  return false;
}

void BatchExecutor::Impl::start(Job const& job) {
  bool const ordered = is_ordered(job);
  std::scoped_lock const lock(mutex_);
  if (stopping_) throw Failure(Fault::interrupted, "cannot take a job: the service is stopping");
  auto const entry = std::make_shared<Entry>(Entry{.id = job.id, .owner = job.owner, .batch = job.batch_id});
  if (!entries_.emplace(job.id, entry).second) return;
  if (!ordered) {
    queue_.push(job.owner, job.id);
    return give_places();
  }
  queue_.found_running(job.owner);
  give_place(entry);
  entry->resuming = true;
  post([this, entry] { resume(entry); });
}

/// With the lock held.
void BatchExecutor::Impl::give_place(Held const& entry) {
  entry->stage = Stage::preparing;
  placed_[entry->id] = entry;
  asking_.notify_all();
}

/// With the lock held.
void BatchExecutor::Impl::give_places() {
  while (!stopping_ && placed_.size() < limits_.running) {
    auto const next = queue_.pop();
    if (!next) return;
    auto const entry = entries_.at(next->second);
    give_place(entry);
    post([this, entry] { prepare(entry); });
  }
}

/// With the lock held.
void BatchExecutor::Impl::post(std::function<void()> task, bool urgent) {
  if (urgent)
    tasks_.push_front(std::move(task));
  else
    tasks_.push_back(std::move(task));
  more_.notify_one();
}

void BatchExecutor::Impl::work(std::stop_token const& stop) {
  while (!stop.stop_requested()) {
    std::function<void()> task;
    {
      std::unique_lock lock(mutex_);
      more_.wait(lock, stop, [this] { return stopping_ || !tasks_.empty(); });
      if (stopping_ || tasks_.empty()) return;
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    task();
  }
}

void BatchExecutor::Impl::cancel(JobId const& id) {
  {
    std::scoped_lock const lock(mutex_);
    auto const place = entries_.find(id);
    if (place == entries_.end()) {
      adopting_.erase(id);  // its batch, if there is one, is a stray now
      return;
    }
    Entry& entry = *place->second;
    entry.cancelled = true;
    if (entry.stage != Stage::waiting) {
      hurry_ = true;
      asking_.notify_all();
      return folders_.poke();
    }
    queue_.remove(id);
    entries_.erase(place);
  }
  events_->ended(id, Stopped{});
}

BatchExecutor::Impl::Held BatchExecutor::Impl::entry_of(JobId const& id) {
  std::scoped_lock const lock(mutex_);
  auto const place = entries_.find(id);
  return place == entries_.end() ? nullptr : place->second;
}

/// Before anybody is told: the owner's next job need not wait for the store.
void BatchExecutor::Impl::drop(Held const& entry) {
  folders_.remove(entry->id);
  std::scoped_lock const lock(mutex_);
  if (brake_ && brake_->trying == entry->id) brake_.reset();
  if (entries_.erase(entry->id) == 0 || placed_.erase(entry->id) == 0) return;
  queue_.done(entry->owner);
  give_places();
}

void BatchExecutor::Impl::end(Held const& entry, Outcome outcome) {
  drop(entry);
  events_->ended(entry->id, std::move(outcome));
}

void BatchExecutor::Impl::recovered() {
  {
    std::scoped_lock const lock(mutex_);
    recovered_ = true;
  }
  end_strays();
}

void BatchExecutor::Impl::allow(JobId const& id, std::chrono::seconds duration) {
  Held const entry = entry_of(id);
  if (!entry) return;
  std::scoped_lock const lock(mutex_);
  entry->allowed = duration;
  bool const to_submit = entry->stage == Stage::later && entry->next == Later::submit;
  if (entry->stage != Stage::watched && !to_submit) return;
  WorkOrder& order = entry->order;
  order.time = duration.count() == 0 ? duration : std::max(std::chrono::seconds(1), duration - order.used);
  try {
    stamp_parts(entry->work, order);
    write_order(entry->work, order);
  } catch (Failure const& failure) {
    say("job " + id + ": its new time limit does not reach it: " + failure.what());
  }
}

void BatchExecutor::Impl::poke(JobId const& id) {
  if (entry_of(id)) folders_.poke(id);
}

void BatchExecutor::Impl::stop() {
  {
    std::scoped_lock const lock(mutex_);
    stopping_ = true;
    tasks_.clear();
  }
  for (std::jthread& thread : threads_) thread.request_stop();
  more_.notify_all();
  asking_.notify_all();
  folders_.poke();
  threads_.clear();
}

}  // namespace jobs

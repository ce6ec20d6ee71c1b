#include "jobs/thread_executor.hpp"

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"

namespace jobs {

using engine::Failure;
using engine::Fault;

ErrorSummary summary_of(std::exception const& error, std::function<void(std::string const&)> const& log) {
  if (auto const* failure = dynamic_cast<Failure const*>(&error)) {
    bool const transient = engine::row_of(failure->fault()).uws_type == "transient";
    return {.message = failure->what(), .type = transient ? ErrorType::transient : ErrorType::fatal};
  }
  if (log) log(std::string("a job failed by our own mistake: ") + error.what());
  return {.message = "internal error: the job could not be done; the operator finds the reason in the log",
          .type = ErrorType::fatal};
}

ThreadExecutor::ThreadExecutor(RunFunction run, ThreadLimits limits,
                               std::function<void(std::string const&)> log)
    : run_(std::move(run)), limits_(limits), log_(std::move(log)), queue_(limits.per_owner) {
  EXPECTS(limits_.threads >= 1);
}

ThreadExecutor::~ThreadExecutor() { stop(); }

void ThreadExecutor::attach(ExecutorEvents& events) {
  if (events_ == &events) return;
  EXPECTS(events_ == nullptr);
  events_ = &events;
  for (std::size_t i = 0; i < limits_.threads; ++i)
    threads_.emplace_back([this](std::stop_token stop_asked) { work(std::move(stop_asked)); });
}

void ThreadExecutor::start(Job const& job) {
  {
    std::scoped_lock const lock(mutex_);
    if (stopping_) throw Failure(Fault::interrupted, "cannot take a job: the service is stopping");
    if (queue_.size() >= limits_.queue)
      throw Failure(Fault::missing_resource, "cannot take a job: the queue is full");
    queue_.push(job.owner, job.id);
  }
  more_.notify_one();
}

void ThreadExecutor::cancel(JobId const& id) {
  bool was_waiting = false;
  {
    std::unique_lock lock(mutex_);
    was_waiting = queue_.remove(id);
    if (auto const place = running_.find(id); place != running_.end()) {
      std::stop_source source = place->second;
      lock.unlock();  // its callbacks are other people's code
      source.request_stop();
    }
  }
  if (was_waiting) events_->ended(id, Stopped{});
}

void ThreadExecutor::stop() {
  std::vector<std::stop_source> sources;
  {
    std::scoped_lock const lock(mutex_);
    stopping_ = true;
    for (auto const& [id, source] : running_) sources.push_back(source);
  }
  for (std::stop_source& source : sources) source.request_stop();
  for (std::jthread& thread : threads_) thread.request_stop();
  threads_.clear();
}

std::size_t ThreadExecutor::waiting() const {
  std::scoped_lock const lock(mutex_);
  return queue_.size();
}

std::size_t ThreadExecutor::running() const {
  std::scoped_lock const lock(mutex_);
  return running_.size();
}

void ThreadExecutor::work(std::stop_token stop_asked) {
  while (!stop_asked.stop_requested()) {
    std::optional<std::pair<std::string, JobId>> next;
    {
      std::unique_lock lock(mutex_);
      // pop() is the condition: with a limit per owner, a queue that is not empty may have nobody to run.
      more_.wait(lock, stop_asked, [&] { return stopping_ || (next = queue_.pop()).has_value(); });
      if (next && !stopping_) running_.emplace(next->second, std::stop_source());
      if (stopping_) return;
    }
    if (next) run_one(next->first, next->second);
  }
}

void ThreadExecutor::run_one(std::string const& owner, JobId const& id) {
  std::stop_source source;
  {
    std::scoped_lock const lock(mutex_);
    source = running_.at(id);
  }
  auto const claim = events_->started(id);
  std::optional<Outcome> outcome;
  if (claim) outcome = outcome_of(*claim, source.get_token());
  {
    // Before ended(): the owner's next job need not wait for the store.
    std::scoped_lock const lock(mutex_);
    running_.erase(id);
    queue_.done(owner);
  }
  more_.notify_one();
  if (outcome) events_->ended(id, std::move(*outcome));
}

Outcome ThreadExecutor::outcome_of(Claim const& claim, std::stop_token stop_asked) {
  RunControl control{stop_asked, claim.results,
                     [&](JobInfo const& info) { events_->progressed(claim.job.id, info); }};
  try {
    Outcome outcome = run_(claim.job, control);
    bool const failed = std::holds_alternative<ErrorSummary>(outcome);
    return failed && stop_asked.stop_requested() ? Outcome(Stopped{}) : outcome;
  } catch (std::exception const& error) {
    // What breaks because we cut it is not an error of the job.
    if (stop_asked.stop_requested()) return Stopped{};
    return summary_of(error, log_);
  }
}

}  // namespace jobs

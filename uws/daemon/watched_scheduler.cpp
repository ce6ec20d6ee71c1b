#include "uws/daemon/watched_scheduler.hpp"

#include "engine/base/failure.hpp"

namespace uws {

void WatchedScheduler::note(std::string trouble) {
  auto const now = std::chrono::system_clock::now();
  std::scoped_lock const lock(mutex_);
  if (trouble.empty()) {
    health_.asked = now;
    health_.lost.reset();
  } else if (!health_.lost) {
    health_.lost = now;
  }
  health_.trouble = std::move(trouble);
}

/// What it refuses, it has answered; only one that cannot be reached is in trouble.
template <class Call>
auto WatchedScheduler::told(Call call) {
  try {
    auto answer = call();
    note({});
    return answer;
  } catch (engine::Failure const& failure) {
    note(failure.fault() == engine::Fault::missing_resource ? failure.what() : "");
    throw;
  }
}

std::string WatchedScheduler::submit(jobs::Submission const& submission) {
  return told([&] { return inner_.submit(submission); });
}

std::optional<std::string> WatchedScheduler::find(jobs::JobId const& id, std::filesystem::path const& work) {
  return told([&] { return inner_.find(id, work); });
}

std::vector<jobs::BatchStatus> WatchedScheduler::states(std::span<std::string const> batch_ids) {
  auto answers = told([&] { return inner_.states(batch_ids); });
  std::size_t waiting = 0, running = 0;
  for (auto const& answer : answers) {
    switch (answer.state) {
      case jobs::BatchState::waiting:
      case jobs::BatchState::held: ++waiting; break;
      case jobs::BatchState::running:
      case jobs::BatchState::suspended: ++running; break;
      case jobs::BatchState::ended:
      case jobs::BatchState::unknown: break;
    }
  }
  std::scoped_lock const lock(mutex_);
  health_.waiting = waiting;
  health_.running = running;
  return answers;
}

void WatchedScheduler::cancel(std::string const& batch_id) {
  told([&] {
    inner_.cancel(batch_id);
    return true;
  });
}

std::vector<std::string> WatchedScheduler::living(std::filesystem::path const& root) {
  return told([&] { return inner_.living(root); });
}

SchedulerHealth WatchedScheduler::health() const {
  std::scoped_lock const lock(mutex_);
  return health_;
}

}  // namespace uws

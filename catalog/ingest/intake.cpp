#include "catalog/ingest/intake.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <variant>

#include "catalog/ingest/bounded_queue.hpp"
#include "engine/base/failure.hpp"

namespace catalog::ingest {

namespace {

constexpr std::size_t most_waiting = 48;

/// A run, or a mistake of ours that must come out in the caller's thread.
using Ready = std::variant<RunOutcome, std::exception_ptr>;

[[noreturn]] void interrupted() {
  throw engine::Failure(engine::Fault::interrupted, "ingest was stopped: nothing has been changed");
}

}  // namespace

int threads_to_use(int asked) {
  if (asked > 0) return asked;
  return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

void look_at_all(std::vector<engine::Observation> const& runs, RunWork const& work, int threads,
                 std::stop_token const& stop, std::function<void(RunOutcome&&)> const& take) {
  auto const workers = static_cast<std::size_t>(threads_to_use(threads));
  BoundedQueue<Ready> queue(most_waiting, workers);
  std::atomic<std::size_t> next{0};
  std::vector<std::jthread> pool;
  // Declared behind the threads' data, so that it lets them go before they are joined.
  struct LetGo {
    BoundedQueue<Ready>& queue;
    ~LetGo() { queue.give_up(); }
  };
  auto const work_off = [&] {
    for (std::size_t i = next++; i < runs.size() && !stop.stop_requested(); i = next++) {
      Ready ready;
      try {
        ready = look_at(runs[i], work);
      } catch (...) {
        ready = std::current_exception();
      }
      if (!queue.put(std::move(ready))) break;
    }
    queue.done();
  };
  for (std::size_t i = 0; i < workers; ++i) pool.emplace_back(work_off);
  LetGo const let_go{queue};
  while (std::optional<Ready> ready = queue.take()) {
    if (stop.stop_requested()) interrupted();
    if (auto const* mistake = std::get_if<std::exception_ptr>(&*ready)) std::rethrow_exception(*mistake);
    take(std::move(std::get<RunOutcome>(*ready)));
  }
  if (stop.stop_requested()) interrupted();
}

engine::ParallelFor parallel_for(int threads, std::stop_token stop) {
  return [threads, stop](std::size_t n, std::function<void(std::size_t)> const& task) {
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::exception_ptr trouble;
    {
      std::vector<std::jthread> pool;
      for (int i = 0; i < threads_to_use(threads); ++i)
        pool.emplace_back([&] {
          try {
            for (std::size_t k = next++; k < n && !stop.stop_requested(); k = next++) task(k);
          } catch (...) {
            std::lock_guard const lock(mutex);
            if (!trouble) trouble = std::current_exception();
          }
        });
    }
    if (trouble) std::rethrow_exception(trouble);
    if (stop.stop_requested()) interrupted();
  };
}

}  // namespace catalog::ingest

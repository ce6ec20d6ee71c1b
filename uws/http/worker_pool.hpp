/// Threads that call what may block: handlers, and the sources of long answers.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace uws::http {

/// Tasks are run in the order they came, each once, also those still queued when the pool is destroyed. They
/// must not throw.
class WorkerPool {
 public:
  WorkerPool(std::size_t threads, std::size_t most_queued);
  ~WorkerPool();
  WorkerPool(WorkerPool const&) = delete;
  WorkerPool& operator=(WorkerPool const&) = delete;

  /// False if too many tasks wait already; the task is not kept then.
  bool offer(std::function<void()> task);
  /// For the continuation of work that was accepted before.
  void run(std::function<void()> task);

 private:
  void work();
  void push(std::function<void()> task, std::unique_lock<std::mutex> lock);

  std::mutex mutex_;
  std::condition_variable more_;
  std::deque<std::function<void()>> tasks_;
  std::size_t most_queued_;
  std::size_t idle_ = 0;
  bool ending_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace uws::http

#include "uws/http/worker_pool.hpp"

#include <utility>

#include "engine/base/expects.hpp"

namespace uws::http {

WorkerPool::WorkerPool(std::size_t threads, std::size_t most_queued) : most_queued_(most_queued) {
  EXPECTS(threads > 0);
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

WorkerPool::~WorkerPool() {
  {
    std::lock_guard const lock(mutex_);
    ending_ = true;
  }
  more_.notify_all();
  threads_.clear();  // joins while the queue still exists
}

bool WorkerPool::offer(std::function<void()> task) {
  std::unique_lock lock(mutex_);
  if (tasks_.size() >= most_queued_) return false;
  push(std::move(task), std::move(lock));
  return true;
}

void WorkerPool::run(std::function<void()> task) { push(std::move(task), std::unique_lock(mutex_)); }

void WorkerPool::push(std::function<void()> task, std::unique_lock<std::mutex> lock) {
  tasks_.push_back(std::move(task));
  bool const someone_sleeps = idle_ > 0;
  lock.unlock();
  if (someone_sleeps) more_.notify_one();
}

void WorkerPool::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    ++idle_;
    more_.wait(lock, [this] { return ending_ || !tasks_.empty(); });
    --idle_;
    if (tasks_.empty()) return;
    std::function<void()> task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
    task = nullptr;  // what it holds is released outside of the lock
    lock.lock();
  }
}

}  // namespace uws::http

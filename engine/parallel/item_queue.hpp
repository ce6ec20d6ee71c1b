/// Hands out items to threads and keeps the first failure; shared by both kinds of threads.
#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>

namespace engine {

class ItemQueue {
 public:
  ItemQueue(std::size_t items, std::function<void(std::size_t, int)> const& work)
      : items_(items), work_(work) {}

  /// What each thread runs. Never throws: no exception may cross a parallel region.
  void drain(int thread) noexcept {
    while (!failed_.load(std::memory_order_relaxed)) {
      std::size_t const item = next_.fetch_add(1, std::memory_order_relaxed);
      if (item >= items_) return;
      try {
        work_(item, thread);
      } catch (...) {
        std::lock_guard const lock(mutex_);
        if (!error_ || item < failed_item_) {
          error_ = std::current_exception();
          failed_item_ = item;
        }
        failed_.store(true, std::memory_order_relaxed);
      }
    }
  }

  void rethrow_failure() const {
    if (error_) std::rethrow_exception(error_);
  }

 private:
  std::size_t items_;
  std::function<void(std::size_t, int)> const& work_;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;
  std::exception_ptr error_;
  std::size_t failed_item_ = 0;
};

}  // namespace engine

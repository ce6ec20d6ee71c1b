/// A queue between threads that makes the fast side wait, so that memory stays flat.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace catalog::ingest {

template <class Item>
class BoundedQueue {
 public:
  BoundedQueue(std::size_t room, std::size_t producers) : room_(room), producers_(producers) {}

  /// Waits for room. False, and the item is dropped, once the reader has given up.
  bool put(Item item) {
    std::unique_lock lock(mutex_);
    can_put_.wait(lock, [&] { return given_up_ || items_.size() < room_; });
    if (given_up_) return false;
    items_.push_back(std::move(item));
    can_take_.notify_one();
    return true;
  }
  /// One of the producers has nothing more.
  void done() {
    std::lock_guard const lock(mutex_);
    --producers_;
    can_take_.notify_all();
  }
  /// Nothing once all producers are done and the queue is empty.
  std::optional<Item> take() {
    std::unique_lock lock(mutex_);
    can_take_.wait(lock, [&] { return !items_.empty() || producers_ == 0; });
    if (items_.empty()) return std::nullopt;
    std::optional<Item> item(std::move(items_.front()));
    items_.pop_front();
    can_put_.notify_one();
    return item;
  }
  /// The reader takes no more: producers must not wait for it.
  void give_up() {
    std::lock_guard const lock(mutex_);
    given_up_ = true;
    can_put_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable can_put_, can_take_;
  std::deque<Item> items_;
  std::size_t room_, producers_;
  bool given_up_ = false;
};

}  // namespace catalog::ingest

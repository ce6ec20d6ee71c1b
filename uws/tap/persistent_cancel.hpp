/// Stops a query for sure.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <thread>

#include "catalog/pg/canceller.hpp"

namespace uws {

/// When asked to stop, cancels what the connection does, and again until this object goes: a single request
/// may come just before the statement it is meant for, and is then lost. After the lease has ended a
/// canceller does nothing.
class PersistentCancel {
 public:
  PersistentCancel(std::stop_token stop, catalog::pg::Canceller canceller)
      : canceller_(std::move(canceller)), on_stop_(std::move(stop), [this] { begin(); }) {}
  PersistentCancel(PersistentCancel const&) = delete;
  PersistentCancel& operator=(PersistentCancel const&) = delete;

 private:
  void begin() {
    thread_ = std::jthread([this](std::stop_token const& enough) {
      while (!enough.stop_requested()) {
        canceller_.cancel();
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
      }
    });
  }

  catalog::pg::Canceller canceller_;
  std::jthread thread_{};
  std::stop_callback<std::function<void()>>
      on_stop_;  // last: it ends first, and then nothing begins any more
};

}  // namespace uws

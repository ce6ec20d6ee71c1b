/// One I/O thread's worth of sockets and timers; Boost.Asio behind plain functions.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "uws/http/wire.hpp"

namespace uws::http {

class EventLoop {
 public:
  EventLoop();
  ~EventLoop();  ///< what was posted and not run is dropped
  EventLoop(EventLoop const&) = delete;
  EventLoop& operator=(EventLoop const&) = delete;

  void run();   ///< until stop()
  void stop();  ///< from any thread
  void post(std::function<void()> task);
  void after(std::chrono::milliseconds delay, std::function<void()> task);
  /// Calls `ready` on the loop's thread whenever a connection waits at the listening socket, which stays the
  /// caller's; after each call not before the pause it returns.
  void watch(int listening_socket, std::function<std::chrono::milliseconds()> ready);
  void unwatch();  ///< on the loop's thread
  /// A connected stream socket, closed by the wire. The loop must outlive it.
  std::unique_ptr<Wire> wire(int socket);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace uws::http

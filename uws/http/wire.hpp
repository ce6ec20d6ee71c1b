/// One connection's socket and clock, as a session sees them.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace uws::http {

/// Everything happens on the one I/O thread of the connection; only post() may be called from others. What is
/// called back keeps the session alive by what it captures.
class Wire {
 public:
  virtual ~Wire() = default;
  /// Calls `then` with what came next, once; nothing at all if the other end has finished or is gone. One at
  /// a time.
  virtual void read(std::function<void(std::string_view bytes)> then) = 0;
  /// Sends all pieces; they must stay where they are until then. One at a time.
  virtual void write(std::vector<std::string_view> pieces, std::function<void(bool sent)> then) = 0;
  virtual void end_sending() = 0;  ///< the other end sees the end of our bytes
  virtual void close() = 0;        ///< what is under way is called back as ended or not sent
  /// Replaces the alarm set before.
  virtual void alarm(std::chrono::steady_clock::time_point when, std::function<void()> ring) = 0;
  virtual void no_alarm() = 0;
  virtual void post(std::function<void()> task) = 0;
  virtual std::string_view scheme() const { return "http"; }  ///< "https" where the bytes are encrypted
};

}  // namespace uws::http

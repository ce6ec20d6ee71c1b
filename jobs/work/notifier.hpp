/// Tells somebody that there is news, on a thread of its own: whoever is told may be slow, or away.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "jobs/work/work.hpp"

namespace jobs {

/// Without a function or a URL it does nothing. To be made when signals are blocked already.
class Notifier {
 public:
  Notifier(Tell tell, std::string url);
  /// Tells what is still to be told, and waits for that.
  ~Notifier();
  Notifier(Notifier const&) = delete;
  Notifier& operator=(Notifier const&) = delete;
  /// Returns at once. Several in one second are one.
  void news();
  /// As news(), without waiting for the second to be over.
  void last_news();

 private:
  void work(std::stop_token const& stop);

  Tell tell_;
  std::string url_;
  std::mutex mutex_;
  std::condition_variable_any more_;
  bool news_ = false, last_ = false;
  std::jthread thread_;
};

}  // namespace jobs

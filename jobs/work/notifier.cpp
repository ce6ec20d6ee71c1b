#include "jobs/work/notifier.hpp"

#include <chrono>

namespace jobs {

Notifier::Notifier(Tell tell, std::string url) : tell_(std::move(tell)), url_(std::move(url)) {
  if (tell_ && !url_.empty()) thread_ = std::jthread([this](std::stop_token const& stop) { work(stop); });
}

Notifier::~Notifier() { last_news(); }

void Notifier::news() {
  {
    std::scoped_lock const lock(mutex_);
    news_ = true;
  }
  more_.notify_all();
}

void Notifier::last_news() {
  if (!thread_.joinable()) return;
  {
    std::scoped_lock const lock(mutex_);
    news_ = last_ = true;
  }
  more_.notify_all();
  thread_.join();
}

void Notifier::work(std::stop_token const& stop) {
  auto next = std::chrono::steady_clock::now();
  for (bool last = false; !last && !stop.stop_requested();) {
    {
      std::unique_lock lock(mutex_);
      more_.wait(lock, stop, [this] { return news_; });
      more_.wait_until(lock, stop, next, [this] { return last_; });
      news_ = false;
      last = last_;
    }
    try {
      tell_(url_);
    } catch (std::exception const&) {
      // Who is not told looks for himself, later.
    }
    next = std::chrono::steady_clock::now() + std::chrono::seconds(1);
  }
}

}  // namespace jobs

#include "uws/http/notices.hpp"

#include <utility>

namespace uws::http {

namespace {

std::size_t slot_of(std::string const& topic, std::size_t slots) {
  return std::hash<std::string>{}(topic) % slots;
}

}  // namespace

void Notices::notify(std::string const& topic) {
  decltype(wakers_)::node_type woken;  // outlives the lock: what the wakers hold may wait for it
  std::lock_guard const lock(mutex_);
  last_[slot_of(topic, last_.size())] = ++count_;
  woken = wakers_.extract(topic);
  if (woken.empty()) return;
  waiting_ -= woken.mapped().size();
  for (auto const& [place, wake] : woken.mapped()) wake();
}

std::uint64_t Notices::now() const {
  std::lock_guard const lock(mutex_);
  return count_;
}

std::size_t Notices::waiting() const {
  std::lock_guard const lock(mutex_);
  return waiting_;
}

Notices::Waiting Notices::wait_for(std::string const& topic, std::uint64_t seen, std::function<void()> wake) {
  std::lock_guard const lock(mutex_);
  if (last_[slot_of(topic, last_.size())] > seen) {
    wake();
    return {};
  }
  std::uint64_t const place = ++next_place_;
  wakers_[topic].emplace(place, std::move(wake));
  ++waiting_;
  return {*this, topic, place};
}

Notices::Waiting::Waiting(Waiting&& other) noexcept
    : notices_(std::exchange(other.notices_, nullptr)),
      topic_(std::move(other.topic_)),
      place_(other.place_) {}

Notices::Waiting& Notices::Waiting::operator=(Waiting&& other) noexcept {
  if (this == &other) return *this;
  end();
  notices_ = std::exchange(other.notices_, nullptr);
  topic_ = std::move(other.topic_);
  place_ = other.place_;
  return *this;
}

void Notices::Waiting::end() {
  Notices* const notices = std::exchange(notices_, nullptr);
  if (!notices) return;
  Wakers::node_type gone;  // the same here
  std::lock_guard const lock(notices->mutex_);
  auto const of_topic = notices->wakers_.find(topic_);
  if (of_topic == notices->wakers_.end()) return;
  gone = of_topic->second.extract(place_);
  if (!gone.empty()) --notices->waiting_;
  if (of_topic->second.empty()) notices->wakers_.erase(of_topic);
}

}  // namespace uws::http

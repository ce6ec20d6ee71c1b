#include "uws/http/service.hpp"

#include <array>
#include <cstdio>
#include <random>

namespace uws::http {

namespace {

std::string hexadecimal(std::uint64_t value, int width) {
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "%0*llx", width, static_cast<unsigned long long>(value));
  return text.data();
}

}  // namespace

Service::Service(ServerOptions chosen, Handle handler, Notices& hub)
    : options(std::move(chosen)),
      handle(std::move(handler)),
      notices(hub),
      id_start_(hexadecimal(std::random_device{}(), 8)) {
  workers_.emplace(options.workers, options.limits.queued_requests);
  stream_workers_.emplace(options.stream_workers, options.limits.queued_requests);
  canceller_.emplace(1, options.limits.queued_requests);
}

void Service::end_workers() {
  workers_.reset();
  canceller_.reset();
  stream_workers_.reset();
}

std::string Service::next_id() { return id_start_ + hexadecimal(++ids_, 6); }

std::size_t Service::body_limit(Method method, std::string_view path) const {
  constexpr std::size_t usual = 1 << 20;
  return options.body_limit ? options.body_limit(method, path) : usual;
}

bool Service::reserve(std::size_t bytes) {
  if (bodies_.fetch_add(bytes) + bytes <= options.limits.bodies_in_memory) return true;
  bodies_ -= bytes;
  return false;
}

void Service::enter(std::shared_ptr<Session> const& session) {
  std::lock_guard const lock(mutex_);
  sessions_.emplace(session.get(), session);
  open_ = sessions_.size();
}

void Service::leave(Session const* session) {
  std::lock_guard const lock(mutex_);
  sessions_.erase(session);
  open_ = sessions_.size();
}

std::vector<std::shared_ptr<Session>> Service::all_sessions() {
  std::lock_guard const lock(mutex_);
  std::vector<std::shared_ptr<Session>> alive;
  for (auto const& [unused, session] : sessions_)
    if (auto const held = session.lock()) alive.push_back(held);
  return alive;
}

}  // namespace uws::http

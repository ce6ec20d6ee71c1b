/// The hub that wakes requests asleep in a WaitReply.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <unordered_map>

namespace uws::http {

/// Thread-safe. A topic is any text ("job 17"); notifying one that nobody waits for costs a hash.
class Notices {
 public:
  /// Wakes everyone waiting for the topic now; each asks its handler again.
  void notify(std::string const& topic);

  /// The number of notices so far: taken before a handler looks at the state of the world, given to
  /// wait_for().
  std::uint64_t now() const;

  class Waiting;
  /// Calls `wake` once, at the next notice of the topic (on the notifying thread and under
  /// the hub's lock: it may only post work). If there
  /// was one since `seen`, it is called at once, so that no change between looking and waiting is lost. The
  /// waiting ends when what is returned is destroyed; after that `wake` is not called any more.
  [[nodiscard]] Waiting wait_for(std::string const& topic, std::uint64_t seen, std::function<void()> wake);

  std::size_t waiting() const;  ///< how many wait now

 private:
  using Wakers = std::map<std::uint64_t, std::function<void()>>;

  mutable std::mutex mutex_;
  std::uint64_t count_ = 0;
  std::unordered_map<std::string, Wakers> wakers_;
  /// When a topic (by its hash) was last notified; a collision wakes someone for nothing, which is harmless.
  std::array<std::uint64_t, 4096> last_{};
  std::uint64_t next_place_ = 0;
  std::size_t waiting_ = 0;
};

/// Ends the waiting when destroyed. Must not outlive the Notices.
class Notices::Waiting {
 public:
  Waiting() = default;
  Waiting(Notices& notices, std::string topic, std::uint64_t place)
      : notices_(&notices), topic_(std::move(topic)), place_(place) {}
  Waiting(Waiting&& other) noexcept;
  Waiting& operator=(Waiting&& other) noexcept;
  ~Waiting() { end(); }
  void end();

 private:
  Notices* notices_ = nullptr;
  std::string topic_;
  std::uint64_t place_ = 0;
};

}  // namespace uws::http

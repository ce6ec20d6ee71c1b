/// Password hashing with a bound on its memory: each computation takes 64 MB.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>

namespace uws {

/// Thread-safe.
class PasswordChecks {
 public:
  explicit PasswordChecks(std::size_t parallel);

  /// Takes the same time whatever comes of it; without a hash (the account does not exist, or has no
  /// password) the answer is no, after the same time. Throws TooMany (503) when more wait than can be served
  /// soon.
  bool matches(std::string const& hash, std::string const& password);
  std::string hash(std::string const& password);

 private:
  class Turn;
  std::size_t const parallel_;
  std::mutex mutex_;
  std::condition_variable free_;
  std::size_t running_ = 0, waiting_ = 0;
};

}  // namespace uws

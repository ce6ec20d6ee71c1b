/// How much one user may have and use before a new job is refused.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <unordered_map>

#include "jobs/store.hpp"
#include "uws/async/job_policy.hpp"

namespace uws {

/// 0 stands for "no limit" in each.
struct UserLimits {
  std::size_t jobs = 0;            ///< unfinished ones
  std::chrono::seconds cpu{0};     ///< processor time of jobs that ended within a day
  std::uint64_t result_bytes = 0;  ///< of results that are there
};

struct UserUsage {
  double cpu_seconds = 0;
  std::uint64_t result_bytes = 0;
};

/// For JobPolicy::admit. Unfinished jobs are counted each time; what else was used is asked for every few
/// seconds only, since it takes long to sum up and a job more does not matter. Administrators pass. All who
/// have no name share one account. Thread-safe.
class Admission {
 public:
  using UsageOf = std::function<UserUsage(std::string const& owner)>;
  /// `store` outlives it.
  Admission(UserLimits limits, jobs::JobStore& store, UsageOf usage_of)
      : limits_(limits), store_(store), usage_of_(std::move(usage_of)) {}

  /// Throws http::Refusal (429) that says what there is too much of, and what helps.
  void operator()(User const& user);

 private:
  using Clock = std::chrono::steady_clock;
  struct Known {
    Clock::time_point asked{};
    UserUsage usage{};
  };
  UserUsage usage_of(std::string const& owner);

  UserLimits const limits_;
  jobs::JobStore& store_;
  UsageOf const usage_of_;
  std::mutex mutex_;
  std::unordered_map<std::string, Known> known_;
};

}  // namespace uws

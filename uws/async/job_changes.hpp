/// Which changes there were, so that a client can follow a job or a list of jobs by asking with WAIT and
/// SINCE.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "jobs/supervisor.hpp"
#include "uws/http/notices.hpp"

namespace uws {

/// Which jobs a list shows. Nothing: of everybody; of all lists.
struct JobScope {
  std::optional<std::string> owner{}, list{};
};

/// In memory: after a restart every token is an old one, and who has one is answered at once. Thread-safe.
class JobChanges {
 public:
  explicit JobChanges(http::Notices& notices);

  /// For SupervisorOptions::changed.
  void note(jobs::Job const& job, jobs::Change change);

  /// The state of a list: another text after each change of a job in it. To be read before the list is.
  std::string token_of(JobScope const& scope) const;

  /// Topics of the notices: for changes of phase see job_topic(); for every change of one job; for every
  /// change of a job in a list.
  static std::string detail_topic(jobs::JobId const& id);
  static std::string list_topic(JobScope const& scope);

 private:
  http::Notices& notices_;
  std::string const epoch_;
  mutable std::mutex mutex_;
  std::uint64_t count_ = 0;
  std::unordered_map<std::string, std::uint64_t> last_;  ///< by list_topic(): as many as owners times lists
};

}  // namespace uws

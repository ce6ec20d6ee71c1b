/// What a batch on the cluster tells the daemon: there is news of its job. Only a hint to look, sooner than
/// by itself.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "jobs/job.hpp"
#include "uws/http/message.hpp"

namespace uws {

/// Makes and takes "<base>/batch/<job id>?key=<signature>". The signature is of this job alone, by the
/// service's key, and allows nothing but to be told.
class BatchNotices {
 public:
  explicit BatchNotices(std::string key) : key_(std::move(key)) {}

  std::string url(std::string const& base, jobs::JobId const& id) const;
  static bool is_one(http::Request const& request);
  /// Calls `poke` for a good signature. Wrong ones get an answer of the same kind for jobs that are there and
  /// those that are not; no database is asked.
  http::Reply take(http::Request const& request, std::function<void(jobs::JobId const&)> const& poke) const;

 private:
  std::string signature(std::string_view id) const;
  std::string key_;
};

}  // namespace uws

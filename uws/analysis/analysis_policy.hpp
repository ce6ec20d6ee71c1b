/// The job list of a job type: who may do what, what the parameters mean.
#pragma once

#include <functional>

#include "uws/analysis/analysis_parts.hpp"
#include "uws/async/job_policy.hpp"

namespace uws {

struct AnalysisRules {
  std::function<User(http::Request const&)> user_of{};
  std::function<void(User const&)> admit{};
  Allowance execution{}, retention{};
  std::size_t upload_bytes = std::size_t{64} << 20;
  std::chrono::seconds longest_wait{600};
  bool list_anonymous = true;
  std::function<std::vector<OtherList>()> other_lists{};
};

/// Nothing: there is no such type, or it is not valid (yet).
std::shared_ptr<JobPolicy const> analysis_policy(AnalysisParts const& parts, AnalysisRules const& rules,
                                                 std::string_view type);

}  // namespace uws

/// The URLs of a job list and its jobs, as this client may call them.
#pragma once

#include <string>
#include <string_view>

#include "jobs/job.hpp"
#include "uws/http/percent.hpp"

namespace uws {

struct JobUrls {
  std::string list;  ///< absolute, without a slash at the end

  std::string job(jobs::JobId const& id) const { return list + "/" + http::percent_encoded(id); }
  std::string child(jobs::JobId const& id, std::string_view name) const {
    return job(id) + "/" + std::string(name);
  }
  std::string parameter(jobs::JobId const& id, std::string_view name) const {
    return child(id, "parameters/") + http::percent_encoded(name);
  }
  std::string result(jobs::JobId const& id, std::string_view name) const {
    return child(id, "results/") + http::percent_encoded(name);
  }
};

}  // namespace uws

/// Job types over HTTP: what kinds of job there are, what each takes, and how to propose another.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "catalog/pg/pool.hpp"
#include "jobs/types/registry.hpp"
#include "uws/async/job_policy.hpp"
#include "uws/http/route.hpp"

namespace uws {

struct JobTypeRoutesParts {
  jobs::JobTypes& types;    ///< outlives the routes
  catalog::pg::Pool& pool;  ///< of the service's own connections; outlives the routes
  std::function<User(http::Request const&)> user_of{};
  std::string jobs_base{"/uws"};  ///< the job list of a type is <jobs_base>/<name>
  /// For the audit log: "jobtype.propose", "jobtype.validate", "jobtype.refuse", "jobtype.withdraw"; `done`
  /// false: it was not allowed.
  std::function<void(http::Request const&, std::string_view act, std::string_view object, bool done)> note{};
};

/// GET /jobtypes; GET /jobtypes/<name>, .json, .vot, .wadl; POST /jobtypes (proposal) and /jobtypes/<name>
/// (STATE=valid|refused, REASON); DELETE /jobtypes/<name> (a proposal). OPUS's /jdl, /jdl/<name>,
/// /jdl/<name>/{json,votable,wadl}.
void mount_job_types(http::Router& router, JobTypeRoutesParts const& parts);

}  // namespace uws

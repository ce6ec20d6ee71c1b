/// The resources of UWS 1.1 (and so of 1.0) for a list of jobs, under any base path.
#pragma once

#include <memory>
#include <string>

#include "jobs/job_directory.hpp"
#include "jobs/store.hpp"
#include "jobs/supervisor.hpp"
#include "uws/async/job_policy.hpp"
#include "uws/http/route.hpp"

namespace uws {

/// All outlive the routes.
struct JobServices {
  jobs::JobStore& store;
  jobs::JobDirectories const& directories;
  jobs::Supervisor& supervisor;
  jobs::Clock clock = jobs::system_now;
};

/// The topic to notify when a job changes its phase: requests with WAIT sleep on it.
///   SupervisorOptions::changed = [&](auto const& id, jobs::Change c) {
///     if (c == jobs::Change::phase) notices.notify(uws::job_topic(id)); };
std::string job_topic(jobs::JobId const& id);

class JobRoutes {
 public:
  JobRoutes(JobServices services, JobPolicy policy);
  /// Adds the routes below `base` ("/tap/async"). May be called again for another base: every link and
  /// redirection stays under the base that the client used. The router may outlive this object.
  void mount(http::Router& router, std::string const& base) const;

 private:
  std::shared_ptr<JobServices const> services_;
  std::shared_ptr<JobPolicy const> policy_;
};

}  // namespace uws

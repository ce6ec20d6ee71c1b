/// The resources of UWS 1.1 (and so of 1.0) for a list of jobs, under any base path.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/job_directory.hpp"
#include "jobs/store.hpp"
#include "jobs/supervisor.hpp"
#include "uws/async/job_policy.hpp"
#include "uws/async/job_resource.hpp"
#include "uws/http/route.hpp"

namespace uws {

class JobChanges;

/// All outlive the routes.
struct JobServices {
  jobs::JobStore& store;
  jobs::JobDirectories const& directories;
  jobs::Supervisor& supervisor;
  jobs::Clock clock = jobs::system_now;
  JobChanges* changes = nullptr;  ///< what clients follow; without it they wait for phases only
};

/// The topic to notify when a job changes its phase: requests with WAIT sleep on it. Without JobChanges:
///   SupervisorOptions::changed = [&](jobs::Job const& job, jobs::Change c) {
///     if (c == jobs::Change::phase) notices.notify(uws::job_topic(job.id)); };
/// With them: options.changed = [&](auto const& job, auto c) { changes.note(job, c); };
std::string job_topic(jobs::JobId const& id);

/// The policy of a list by its name; null: there is no such list (now).
using PolicyFor = std::function<std::shared_ptr<JobPolicy const>(std::string_view list)>;

class JobRoutes {
 public:
  JobRoutes(JobServices services, JobPolicy policy);
  /// Lists that come and go: for a base with the segment "{list}" ("/uws/{list}").
  JobRoutes(JobServices services, PolicyFor policy_for);

  /// A further resource of every job, before mount(): an archive, its provenance, redo.
  void add(JobResource resource);

  /// Adds the routes below `base` ("/tap/async", "/uws/{list}"). May be called again for another base: every
  /// link and redirection stays under the base that the client used. The router may outlive this object.
  void mount(http::Router& router, std::string const& base) const;
  /// The list over all lists at `base` ("/uws"), for looking and for acts on many jobs: `policy.list` is
  /// empty, `policy.path_of` says where each list is served.
  void mount_list_only(http::Router& router, std::string const& base) const;

 private:
  std::shared_ptr<JobServices const> services_;
  PolicyFor policy_for_;
  std::shared_ptr<std::vector<JobResource>> resources_ = std::make_shared<std::vector<JobResource>>();
};

}  // namespace uws

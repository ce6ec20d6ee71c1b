/// Resources of a job beyond those of UWS: archive, log, provenance, redo. Each part of the service brings
/// its own.
#pragma once

#include <functional>
#include <string>

#include "jobs/job.hpp"
#include "uws/http/message.hpp"
#include "uws/http/route.hpp"

namespace uws {

struct JobList;  // see job_list.hpp: visible_job(), changeable_job(), urls_of()

struct JobResource {
  http::Method method = http::Method::get;
  std::string path{};  ///< below the job: "/archive.zip", "/results/{name}/link"
  /// `captures` has "id", and what `path` captures. Asks visible_job() or changeable_job() first.
  std::function<http::Reply(JobList const&, http::Request const&, http::Captures const& captures)> handler{};

  std::string rel{};    ///< its name among the links of a job's documents ("archive"); empty: not linked
  std::string label{};  ///< for people: "All results (zip)"
  /// Is it there for this job, now? Default: always.
  std::function<bool(jobs::Job const&)> shown{};
};

}  // namespace uws

/// Jobs as JSON for scripts: the names of the XML elements, absent where XML has nil.
#pragma once

#include <span>
#include <string>

#include "jobs/job.hpp"
#include "uws/async/job_links.hpp"
#include "uws/async/job_urls.hpp"
#include "uws/async/job_xml.hpp"

namespace uws {

/// `revision`: of the list, for SINCE; empty: not known.
std::string jobs_json(std::span<jobs::JobBrief const> jobs, UrlOfJob const& url_of,
                      std::string const& revision = {});
std::string job_json(jobs::Job const& job, JobUrls const& urls, std::span<JobLink const> links = {});
std::string info_json(jobs::Job const& job, std::span<JobLink const> links);
std::string parameters_json(jobs::Job const& job, JobUrls const& urls);
std::string results_json(jobs::Job const& job, JobUrls const& urls);

/// What became of one job of an act on many; status 200: done.
struct ActOnOne {
  std::string id;
  int status = 200;
  std::string message{};
};
std::string acts_json(std::span<ActOnOne const> outcomes);

}  // namespace uws

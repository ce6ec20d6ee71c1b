/// Jobs as JSON for scripts: the names of the XML elements, absent where XML has nil.
#pragma once

#include <span>
#include <string>

#include "jobs/job.hpp"
#include "uws/async/job_urls.hpp"
#include "uws/async/job_xml.hpp"

namespace uws {

std::string jobs_json(std::span<jobs::JobBrief const> jobs, UrlOfJob const& url_of);
std::string job_json(jobs::Job const& job, JobUrls const& urls);
std::string parameters_json(jobs::Job const& job, JobUrls const& urls);
std::string results_json(jobs::Job const& job, JobUrls const& urls);

}  // namespace uws

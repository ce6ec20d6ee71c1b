/// The documents of UWS 1.1 (schema UWS-v1.1.xsd); also what 1.0 clients read.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "jobs/job.hpp"
#include "uws/async/job_links.hpp"
#include "uws/async/job_urls.hpp"

namespace uws {

/// The URL of a job: a list may show jobs of several lists.
using UrlOfJob = std::function<std::string(jobs::JobBrief const&)>;
std::string jobs_xml(std::span<jobs::JobBrief const> jobs, UrlOfJob const& url_of);

std::string job_xml(jobs::Job const& job, JobUrls const& urls, std::span<JobLink const> links = {});
std::string parameters_xml(jobs::Job const& job, JobUrls const& urls);
/// The element jobInfo alone.
std::string info_xml(jobs::Job const& job, std::span<JobLink const> links);
std::string results_xml(jobs::Job const& job, JobUrls const& urls);

/// Can the text stand in XML 1.0 as it is (UTF-8 without control characters)? If not, a parameter is given by
/// reference, as the schema asks.
bool fits_xml(std::string_view text);

}  // namespace uws

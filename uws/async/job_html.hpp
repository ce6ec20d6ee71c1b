/// The pages for people: a list of jobs and a job, whole without JavaScript (UWS 1.1 section 2.2.2).
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/job.hpp"
#include "uws/async/job_policy.hpp"
#include "uws/async/job_urls.hpp"
#include "uws/async/job_xml.hpp"

namespace uws {

enum class Owners { hidden, shown };

/// Which part of a long list is shown, and what the list was asked for.
struct ListPage {
  std::string title;
  std::string list_url;
  std::string filter{};  ///< the other parameters of the query, "PHASE=ERROR&", to go into the links
  std::size_t offset = 0, size = 0, total = 0;
  std::vector<FormField> form{};  ///< for a new job; empty: none
  std::vector<std::pair<std::string, std::string>> test_job{};
  std::vector<OtherList> others{};  ///< with absolute paths
  Owners owners = Owners::hidden;
};

std::string new_job_form(ListPage const& page);
std::string jobs_html(std::span<jobs::JobBrief const> jobs, UrlOfJob const& url_of, ListPage const& page);

enum class Buttons { no, yes };
struct JobPage {
  std::string title;  ///< of the list it is in
  Buttons buttons = Buttons::yes;
  /// Parameters whose values add up cannot be edited in place.
  std::function<bool(std::string_view)> adds_up{};
  std::vector<JobLink> links{};
};
std::string job_html(jobs::Job const& job, JobUrls const& urls, JobPage const& page);

/// "1.2 MB"
std::string readable_size(std::int64_t bytes);

}  // namespace uws

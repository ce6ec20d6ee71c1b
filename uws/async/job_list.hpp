/// One mounted job list, and the questions every route of it asks first. For the routes, and for the
/// resources that other parts of the service add.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "uws/async/job_links.hpp"
#include "uws/async/job_policy.hpp"
#include "uws/async/job_resource.hpp"
#include "uws/async/job_routes.hpp"
#include "uws/async/job_urls.hpp"
#include "uws/http/message.hpp"

namespace uws {

struct JobList {
  std::shared_ptr<JobServices const> services;
  std::shared_ptr<JobPolicy const> policy;
  std::string base;  ///< "/tap/async"
  std::shared_ptr<std::vector<JobResource> const> resources{};
};

/// The links to further resources of a job that are there for it now.
std::vector<JobLink> links_of(JobList const& list, http::Request const& request, jobs::Job const& job);

User user_of(JobList const& list, http::Request const& request);

/// The job, if there is one in this list (404) and this user may see it (403). Throw http::Refusal.
jobs::Job visible_job(JobList const& list, http::Request const& request, std::string const& id);
/// The same for someone who wants to change it.
jobs::Job changeable_job(JobList const& list, http::Request const& request, std::string const& id);

JobUrls urls_of(JobList const& list, http::Request const& request);

/// 404 for a job that went while it was looked at.
[[noreturn]] void throw_no_such_job(std::string const& id);
/// One 400 that names every mistake; nothing if there is none.
void refuse_mistakes(std::string const& what, std::vector<std::string> const& mistakes);

/// Of a job's or a list's document: grows or changes with each change; for SINCE.
inline constexpr char const* revision_header = "UWS-Revision";

/// xml, html or json: what the client likes best. XML if it does not care (UWS 1.1 section 2.2.2).
enum class Form { xml, html, json };
struct Chosen {
  Form form;
  std::string content_type;
};
Chosen chosen_form(http::Request const& request);
/// A document that must be asked for again each time, and depends on Accept.
http::Response document(Chosen const& chosen, std::string body);

}  // namespace uws

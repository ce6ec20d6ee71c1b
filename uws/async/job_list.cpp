#include "uws/async/job_list.hpp"

#include "engine/base/text.hpp"
#include "jobs/ids.hpp"
#include "uws/http/accept.hpp"
#include "uws/http/respond.hpp"

namespace uws {

using http::Refusal;
using http::Request;

namespace {

bool owns(User const& user, jobs::Job const& job) {
  return user.administrator || job.owner.empty() || job.owner == user.name;
}

jobs::Job job_in(JobList const& list, std::string const& id) {
  auto job = jobs::is_job_id(id) ? list.services->store.find(id) : std::nullopt;
  if (!job || (!list.policy->list.empty() && job->list != list.policy->list)) throw_no_such_job(id);
  return std::move(*job);
}

[[noreturn]] void throw_not_yours(User const& user, std::string const& id) {
  throw Refusal(403, "job " + id + " belongs to someone else" +
                         (user.name.empty() ? " - if it is yours, log in first" : ""));
}

}  // namespace

void throw_no_such_job(std::string const& id) {
  throw Refusal(
      404, "there is no job '" + id + "' here - it may have been deleted, or reached its destruction time");
}

std::vector<JobLink> links_of(JobList const& list, Request const& request, jobs::Job const& job) {
  std::vector<JobLink> links;
  if (!list.resources) return links;
  std::string const url = urls_of(list, request).job(job.id);
  for (JobResource const& resource : *list.resources)
    if (!resource.rel.empty() && (!resource.shown || resource.shown(job)))
      links.push_back({resource.rel, resource.label, url + resource.path, resource.method});
  return links;
}

User user_of(JobList const& list, Request const& request) {
  return list.policy->user_of ? list.policy->user_of(request) : User{};
}

jobs::Job visible_job(JobList const& list, Request const& request, std::string const& id) {
  User const user = user_of(list, request);
  jobs::Job job = job_in(list, id);
  auto const& may = list.policy->may_see;
  if (may ? may(user, job) : owns(user, job) || user.sees_all) return job;
  throw_not_yours(user, id);
}

jobs::Job changeable_job(JobList const& list, Request const& request, std::string const& id) {
  User const user = user_of(list, request);
  jobs::Job job = job_in(list, id);
  auto const& may = list.policy->may_change;
  if (may ? may(user, job) : owns(user, job)) return job;
  throw_not_yours(user, id);
}

JobUrls urls_of(JobList const& list, Request const& request) { return {http::absolute(request, list.base)}; }

void refuse_mistakes(std::string const& what, std::vector<std::string> const& mistakes) {
  if (!mistakes.empty()) throw Refusal(400, what + ": " + engine::joined(mistakes, "; "));
}

Chosen chosen_form(Request const& request) {
  static std::vector<std::string> const offers{"application/xml", "text/xml", "text/html",
                                               "application/json"};
  std::string const type = http::preferred_type(request.headers, offers).value_or(offers.front());
  if (type == "text/html") return {Form::html, type + "; charset=utf-8"};
  if (type == "application/json") return {Form::json, type};
  return {Form::xml, type + "; charset=utf-8"};
}

http::Response document(Chosen const& chosen, std::string body) {
  http::Response response = http::with_type(200, chosen.content_type, std::move(body));
  response.headers.set("Vary", "Accept");
  response.headers.set("Cache-Control", "no-cache");
  return response;
}

}  // namespace uws

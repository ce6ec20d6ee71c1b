// The job list: looking at it, and adding to it.
#include "engine/base/text.hpp"
#include "jobs/ids.hpp"
#include "uws/async/controls.hpp"
#include "uws/async/draft.hpp"
#include "uws/async/job_handlers.hpp"
#include "uws/async/job_html.hpp"
#include "uws/async/job_json.hpp"
#include "uws/async/job_xml.hpp"
#include "uws/http/form.hpp"
#include "uws/http/respond.hpp"

namespace uws {

using http::Refusal;
using jobs::Job;

namespace {

constexpr std::size_t jobs_per_page = 100;

/// "PHASE=ERROR&RUNID=x&": the query without those names.
std::string query_without(http::Parameters const& parameters, std::vector<std::string_view> const& names) {
  std::string query;
  for (http::Parameter const& parameter : parameters.values()) {
    bool left_out = false;
    for (std::string_view const name : names) left_out = left_out || engine::same_word(parameter.name, name);
    if (!left_out)
      query += http::percent_encoded(parameter.name) + "=" + http::percent_encoded(parameter.value) + "&";
  }
  return query;
}

/// Whose jobs this user finds in the list: nothing means everybody's.
std::optional<std::string> owner_listed(User const& user) {
  return user.administrator ? std::nullopt : std::optional(user.name);
}

UrlOfJob urls_by_list(JobList const& list, Request const& request) {
  auto const& path_of = list.policy->path_of;
  if (!path_of)
    return [urls = urls_of(list, request)](jobs::JobBrief const& job) { return urls.job(job.id); };
  return [&path_of, &request](jobs::JobBrief const& job) {
    return JobUrls{http::absolute(request, path_of(job.list))}.job(job.id);
  };
}

/// Whole lists are cut by a redirection; who asks for a part says how large, within reason.
void refuse_endless(JobList const& list, jobs::JobFilter const& filter) {
  std::size_t const most = 10 * list.policy->longest_list;
  if (filter.last.value_or(0) > most || filter.limit.value_or(0) > most)
    throw Refusal(400, "LAST, LIMIT: too many jobs at once - allowed: " + std::to_string(most) + " at most");
}

Reply html_page(JobList const& list, Request const& request, http::Parameters const& asked,
                jobs::JobFilter filter, Chosen const& chosen) {
  std::size_t const size = filter.limit.value_or(jobs_per_page), offset = filter.offset;
  filter.limit.reset();
  filter.offset = 0;
  std::size_t const total = list.services->store.count(filter);
  filter.limit = size;
  filter.offset = offset;
  ListPage const page{list.policy->title,
                      urls_of(list, request).list,
                      query_without(asked, {"OFFSET", "LIMIT"}),
                      offset,
                      size,
                      total,
                      list.policy->form};
  return document(chosen, jobs_html(list.services->store.list(filter), urls_by_list(list, request), page));
}

jobs::JobFilter filter_for(JobList const& list, User const& user, http::Parameters const& asked) {
  jobs::JobFilter filter = list_filter(asked);
  if (!list.policy->list.empty()) filter.list = list.policy->list;
  filter.owner = owner_listed(user);
  if (user.name.empty() && !user.administrator && !list.policy->list_anonymous) filter.limit = 0;
  return filter;
}

Job new_job(JobList const& list, User const& user, http::Parameters const& form) {
  JobPolicy const& policy = *list.policy;
  Job job;
  job.id = jobs::new_job_id();
  job.list = policy.list;
  job.owner = user.name;
  job.created = list.services->clock();
  auto const duration = form.find("EXECUTIONDURATION"), until = form.find("DESTRUCTION"),
             name = form.find("RUNID");
  job.execution_duration =
      duration ? execution_duration(*duration, policy.execution_duration) : policy.execution_duration.usual;
  job.destruction = until ? destruction(*until, policy.destruction, job.created)
                          : usual_destruction(policy.destruction, job.created);
  if (name) job.run_id = run_id(*name);
  return job;
}

/// PHASE=RUN may come with the creation; nothing else makes sense there.
bool runs_at_once(http::Parameters const& form) {
  auto const phase = form.find("PHASE");
  if (!phase || phase_command(*phase) == jobs::Event::run) return phase.has_value();
  throw Refusal(400, "PHASE: 'ABORT' is not possible for a new job - allowed: RUN");
}

void add_job(JobList const& list, User const& user, http::Parameters const& form, Job& job, bool run) {
  KeptUploads uploads(list, job, form);
  job.parameters = parameters_of(list, form, uploads);
  check_draft(list, user, job);
  if (run) check_before_run(list, job);
  list.services->store.add(job);
  uploads.keep();
}

}  // namespace

Reply show_jobs(JobList const& list, Request const& request) {
  User const user = user_of(list, request);
  http::Parameters const asked = http::parse_parameters(request);
  jobs::JobFilter filter = filter_for(list, user, asked);
  refuse_endless(list, filter);
  Chosen const chosen = chosen_form(request);
  if (chosen.form == Form::html) return html_page(list, request, asked, filter, chosen);

  bool const whole = !filter.last && !filter.limit;
  std::size_t const longest = list.policy->longest_list;
  if (whole) filter.limit = longest + 1;
  auto const found = list.services->store.list(filter);
  if (whole && found.size() > longest)
    return http::see_other(
        request, list.base + "?" + query_without(asked, {"LAST"}) + "LAST=" + std::to_string(longest));
  UrlOfJob const url_of = urls_by_list(list, request);
  return document(chosen, chosen.form == Form::json ? jobs_json(found, url_of) : jobs_xml(found, url_of));
}

Reply create_job(JobList const& list, Request const& request) {
  User const user = user_of(list, request);
  if (list.policy->admit) list.policy->admit(user);
  http::Parameters const form = form_of(request);
  bool const run = runs_at_once(form);
  Job job = new_job(list, user, form);
  try {
    add_job(list, user, form, job, run);
  } catch (...) {
    list.services->directories.remove(job.list, job.id);
    throw;
  }
  if (run) list.services->supervisor.run(job.id);
  return http::see_other(request, urls_of(list, request).job(job.id));
}

}  // namespace uws

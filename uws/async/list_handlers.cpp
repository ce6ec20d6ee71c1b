// The job list: looking at it, and adding to it.
#include "engine/base/text.hpp"
#include "jobs/ids.hpp"
#include "uws/async/controls.hpp"
#include "uws/async/draft.hpp"
#include "uws/async/job_changes.hpp"
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

bool sees_all(User const& user) { return user.administrator || user.sees_all; }

/// Whose jobs this user finds in the list: nothing means everybody's.
std::optional<std::string> owner_listed(User const& user) {
  return sees_all(user) ? std::nullopt : std::optional(user.name);
}

UrlOfJob urls_by_list(JobList const& list, Request const& request) {
  auto const& path_of = list.policy->path_of;
  if (!path_of)
    return [urls = urls_of(list, request)](jobs::JobBrief const& job) { return urls.job(job.id); };
  return [&path_of, &request](jobs::JobBrief const& job) {
    return JobUrls{http::absolute(request, path_of(job.list))}.job(job.id);
  };
}

JobScope scope_of(JobList const& list, User const& user) {
  auto const& name = list.policy->list;
  return {owner_listed(user), name.empty() ? std::nullopt : std::optional(name)};
}

/// Whole lists are cut by a redirection; who asks for a part says how large, within reason.
void refuse_endless(JobList const& list, jobs::JobFilter const& filter) {
  std::size_t const most = 10 * list.policy->longest_list;
  if (filter.last.value_or(0) > most || filter.limit.value_or(0) > most)
    throw Refusal(400, "LAST, LIMIT: too many jobs at once - allowed: " + std::to_string(most) + " at most");
}

std::vector<OtherList> other_lists(JobList const& list, Request const& request) {
  if (!list.policy->other_lists) return {};
  auto others = list.policy->other_lists();
  for (OtherList& other : others) other.path = http::absolute(request, other.path);
  return others;
}

Reply html_page(JobList const& list, Request const& request, http::Parameters const& asked,
                jobs::JobFilter filter, Chosen const& chosen) {
  std::size_t const size = filter.limit.value_or(jobs_per_page), offset = filter.offset;
  filter.limit.reset();
  filter.offset = 0;
  std::size_t const total = list.services->store.count(filter);
  filter.limit = size;
  filter.offset = offset;
  User const user = user_of(list, request);
  ListPage const page{.title = list.policy->title,
                      .list_url = urls_of(list, request).list,
                      .filter = query_without(asked, {"OFFSET", "LIMIT"}),
                      .offset = offset,
                      .size = size,
                      .total = total,
                      .form = list.policy->form,
                      .test_job = list.policy->test_job,
                      .others = other_lists(list, request),
                      .owners = sees_all(user) ? Owners::shown : Owners::hidden};
  return document(chosen, jobs_html(list.services->store.list(filter), urls_by_list(list, request), page));
}

jobs::JobFilter filter_for(JobList const& list, User const& user, http::Parameters const& asked) {
  jobs::JobFilter filter = list_filter(asked);
  if (!list.policy->list.empty()) filter.list = list.policy->list;
  filter.owner = owner_listed(user);
  if (user.name.empty() && !sees_all(user) && !list.policy->list_anonymous) filter.limit = 0;
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

/// The id of the job that is there now: the new one, or one whose results will do.
jobs::JobId add_job(JobList const& list, User const& user, http::Parameters const& form, Job& job, bool run) {
  KeptUploads uploads(list, job, form);
  job.parameters = parameters_of(list, form, uploads);
  check_draft(list, user, job);
  if (run && list.policy->missing) refuse_mistakes("the job cannot run yet", list.policy->missing(job));
  if (run && !list.policy->missing) check_before_run(list, job);
  if (list.policy->existing)
    if (auto const there_is = list.policy->existing(user, job)) return *there_is;
  if (run) {
    list.services->supervisor.submit(job);
  } else {
    list.services->store.add(job);
    list.services->supervisor.announce(job, jobs::Change::phase);
  }
  uploads.keep();
  return job.id;
}

}  // namespace

namespace {

using WaitClock = std::chrono::steady_clock;

/// `seen`: the state the client knows of; nothing: it does not wait (any more).
Reply jobs_or_wait(JobList const& list, Request const& request, std::optional<std::string> const& seen,
                   WaitClock::time_point deadline) {
  User const user = user_of(list, request);
  http::Parameters const asked = http::parse_parameters(request);
  jobs::JobFilter filter = filter_for(list, user, asked);
  refuse_endless(list, filter);
  Chosen const chosen = chosen_form(request);
  if (chosen.form == Form::html) return html_page(list, request, asked, filter, chosen);

  // Read before the store is: a change between the two is then told twice rather than never.
  JobScope const scope = scope_of(list, user);
  JobChanges const* const changes = list.services->changes;
  std::string const token = changes == nullptr ? std::string() : changes->token_of(scope);
  if (changes != nullptr && seen == token && WaitClock::now() < deadline)
    return http::WaitReply{JobChanges::list_topic(scope), deadline, [list, request, seen, deadline] {
                             return jobs_or_wait(list, request, seen, deadline);
                           }};
  bool const whole = !filter.last && !filter.limit;
  std::size_t const longest = list.policy->longest_list;
  if (whole) filter.limit = longest + 1;
  auto const found = list.services->store.list(filter);
  if (whole && found.size() > longest)
    return http::see_other(
        request, list.base + "?" + query_without(asked, {"LAST"}) + "LAST=" + std::to_string(longest));
  UrlOfJob const url_of = urls_by_list(list, request);
  auto answer =
      document(chosen, chosen.form == Form::json ? jobs_json(found, url_of, token) : jobs_xml(found, url_of));
  if (!token.empty()) answer.headers.set(revision_header, token);
  return answer;
}

}  // namespace

Reply show_jobs(JobList const& list, Request const& request) {
  http::Parameters const asked = http::parse_parameters(request);
  auto const patience = wait_asked(asked, list.policy->longest_wait);
  JobChanges const* const changes = list.services->changes;
  std::optional<std::string> seen;
  if (patience && changes != nullptr)
    seen = asked.has("SINCE") ? std::string(*asked.find("SINCE"))
                              : changes->token_of(scope_of(list, user_of(list, request)));
  return jobs_or_wait(list, request, seen, WaitClock::now() + patience.value_or(std::chrono::seconds(0)));
}

Reply create_job(JobList const& list, Request const& request, http::Parameters const& form) {
  User const user = user_of(list, request);
  if (list.policy->admit) list.policy->admit(user);
  bool const run = runs_at_once(form);
  Job job = new_job(list, user, form);
  jobs::JobId there_is;
  try {
    there_is = add_job(list, user, form, job, run);
  } catch (...) {
    list.services->directories.remove(job.list, job.id);
    throw;
  }
  if (there_is != job.id) list.services->directories.remove(job.list, job.id);
  return http::see_other(request, urls_of(list, request).job(there_is));
}

}  // namespace uws

// Looking at a job, and waiting for it.
#include "uws/async/controls.hpp"
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

using Clock = std::chrono::steady_clock;

/// Texts of UWS have no line end: clients compare them whole.
Reply word(std::string text) {
  http::Response response = http::text(200, std::move(text));
  response.headers.set("Cache-Control", "no-cache");
  return response;
}

Reply instant_word(std::optional<jobs::Instant> instant) {
  return word(instant ? jobs::iso_text(*instant) : "");
}

Reply job_document(JobList const& list, Request const& request, Job const& job) {
  JobUrls const urls = urls_of(list, request);
  Chosen const chosen = chosen_form(request);
  switch (chosen.form) {
    case Form::html:
      return document(chosen, job_html(job, urls, {list.policy->title, Buttons::yes, list.policy->adds_up}));
    case Form::json: return document(chosen, job_json(job, urls));
    case Form::xml: break;
  }
  return document(chosen, job_xml(job, urls));
}

/// Asked again whenever the job changes its phase: answers if it has another one than `seen`, or time is up.
Reply job_or_wait(JobList const& list, Request const& request, std::string const& id, jobs::Phase seen,
                  Clock::time_point deadline) {
  Job const job = visible_job(list, request, id);
  if (job.phase != seen || !is_active(job.phase) || Clock::now() >= deadline)
    return job_document(list, request, job);
  return http::WaitReply{job_topic(id), deadline, [list, request, id, seen, deadline] {
                           return job_or_wait(list, request, id, seen, deadline);
                         }};
}

}  // namespace

Reply show_job(JobList const& list, Request const& request, std::string const& id) {
  http::Parameters const asked = http::parse_parameters(request);
  auto const patience = wait_asked(asked, list.policy->longest_wait);
  Job const job = visible_job(list, request, id);
  if (!patience) return job_document(list, request, job);
  auto const expected = phase_asked(asked);
  if (expected && *expected != job.phase) return job_document(list, request, job);
  return job_or_wait(list, request, id, job.phase, Clock::now() + *patience);
}

Reply show_phase(JobList const& list, Request const& request, std::string const& id) {
  return word(std::string(jobs::uws_name(visible_job(list, request, id).phase)));
}

Reply show_execution_duration(JobList const& list, Request const& request, std::string const& id) {
  return word(std::to_string(visible_job(list, request, id).execution_duration.count()));
}

Reply show_destruction(JobList const& list, Request const& request, std::string const& id) {
  return instant_word(visible_job(list, request, id).destruction);
}

Reply show_quote(JobList const& list, Request const& request, std::string const& id) {
  return instant_word(visible_job(list, request, id).quote);
}

Reply show_owner(JobList const& list, Request const& request, std::string const& id) {
  return word(visible_job(list, request, id).owner);
}

Reply show_parameters(JobList const& list, Request const& request, std::string const& id) {
  Job const job = visible_job(list, request, id);
  JobUrls const urls = urls_of(list, request);
  Chosen const chosen = chosen_form(request);
  if (chosen.form == Form::html)
    return document(chosen, job_html(job, urls, {list.policy->title, Buttons::no, {}}));
  return document(chosen, chosen.form == Form::json ? parameters_json(job, urls) : parameters_xml(job, urls));
}

Reply show_results(JobList const& list, Request const& request, std::string const& id) {
  Job const job = visible_job(list, request, id);
  JobUrls const urls = urls_of(list, request);
  Chosen const chosen = chosen_form(request);
  if (chosen.form == Form::html)
    return document(chosen, job_html(job, urls, {list.policy->title, Buttons::no, {}}));
  return document(chosen, chosen.form == Form::json ? results_json(job, urls) : results_xml(job, urls));
}

}  // namespace uws

// Looking at a job, and waiting for it.
#include "engine/base/text.hpp"
#include "uws/async/controls.hpp"
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

http::Response with_revision(http::Response response, Job const& job) {
  response.headers.set(revision_header, std::to_string(job.revision));
  return response;
}

Reply job_document(JobList const& list, Request const& request, Job const& job) {
  JobUrls const urls = urls_of(list, request);
  Chosen const chosen = chosen_form(request);
  switch (chosen.form) {
    case Form::html: {
      JobPage const page{list.policy->title, Buttons::yes, list.policy->adds_up,
                         links_of(list, request, job)};
      return document(chosen, job_html(job, urls, page));
    }
    case Form::json:
      return with_revision(document(chosen, job_json(job, urls, links_of(list, request, job))), job);
    case Form::xml: break;
  }
  return with_revision(document(chosen, job_xml(job, urls, links_of(list, request, job))), job);
}

/// All results in one file: a resource of its own, if this service has it.
std::string archive_of(JobList const& list, Request const& request, Job const& job, std::string_view format) {
  std::string words;
  for (JobLink const& link : links_of(list, request, job)) {
    if (!link.rel.starts_with("archive")) continue;
    std::string const name = link.href.substr(link.href.rfind('.') + 1);
    if (engine::same_word(name, format)) return link.href;
    words += (words.empty() ? "" : ", ") + name;
  }
  throw Refusal(
      words.empty() ? 404 : 400,
      words.empty()
          ? "the job has no results to put into one file: it is " + std::string(jobs::uws_name(job.phase))
          : "FORMAT: '" + std::string(format.substr(0, 80)) + "' is not possible - allowed: " + words);
}

/// What a client that waits knows already.
struct Known {
  jobs::Phase phase;
  std::optional<std::int64_t> revision{};  ///< set: it wants to hear of everything
  Clock::time_point deadline;
};

/// Asked again whenever the job changes: answers if there is something new, or time is up.
Reply job_or_wait(JobList const& list, Request const& request, std::string const& id, Known const& known) {
  Job const job = visible_job(list, request, id);
  bool const is_new = job.phase != known.phase || (known.revision && *known.revision != job.revision);
  if (is_new || !is_active(job.phase) || Clock::now() >= known.deadline)
    return job_document(list, request, job);
  bool const details = known.revision && list.services->changes != nullptr;
  return http::WaitReply{details ? JobChanges::detail_topic(id) : job_topic(id), known.deadline,
                         [list, request, id, known] { return job_or_wait(list, request, id, known); }};
}

}  // namespace

Reply show_job(JobList const& list, Request const& request, std::string const& id) {
  http::Parameters const asked = http::parse_parameters(request);
  auto const patience = wait_asked(asked, list.policy->longest_wait);
  DetailAsked const detail = detail_asked(asked);
  Job const job = visible_job(list, request, id);
  if (!patience) return job_document(list, request, job);
  auto const expected = phase_asked(asked);
  if (expected && *expected != job.phase) return job_document(list, request, job);
  Known known{job.phase, {}, Clock::now() + *patience};
  if (detail.wanted) known.revision = detail.since.value_or(job.revision);
  return job_or_wait(list, request, id, known);
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

Reply show_run_id(JobList const& list, Request const& request, std::string const& id) {
  return word(visible_job(list, request, id).run_id);
}

Reply show_job_info(JobList const& list, Request const& request, std::string const& id) {
  Job const job = visible_job(list, request, id);
  auto const links = links_of(list, request, job);
  Chosen chosen = chosen_form(request);
  if (chosen.form == Form::json) return document(chosen, info_json(job, links));
  if (chosen.form == Form::html) chosen.content_type = "application/xml; charset=utf-8";
  return document(chosen, info_xml(job, links));
}

Reply show_parameters(JobList const& list, Request const& request, std::string const& id) {
  Job const job = visible_job(list, request, id);
  JobUrls const urls = urls_of(list, request);
  Chosen const chosen = chosen_form(request);
  if (chosen.form == Form::html)
    return document(chosen, job_html(job, urls, {list.policy->title, Buttons::no, {}, {}}));
  return document(chosen, chosen.form == Form::json ? parameters_json(job, urls) : parameters_xml(job, urls));
}

Reply show_results(JobList const& list, Request const& request, std::string const& id) {
  Job const job = visible_job(list, request, id);
  http::Parameters const asked = http::parse_parameters(request);
  if (auto const format = asked.find("FORMAT"))
    return http::see_other(request, archive_of(list, request, job, *format));
  JobUrls const urls = urls_of(list, request);
  Chosen const chosen = chosen_form(request);
  if (chosen.form == Form::html)
    return document(chosen, job_html(job, urls, {list.policy->title, Buttons::no, {}, {}}));
  return document(chosen, chosen.form == Form::json ? results_json(job, urls) : results_xml(job, urls));
}

}  // namespace uws

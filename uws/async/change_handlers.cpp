// Changing a job: phase, limits, parameters, deletion.
#include "engine/base/text.hpp"
#include "uws/async/controls.hpp"
#include "uws/async/draft.hpp"
#include "uws/async/job_handlers.hpp"
#include "uws/async/job_xml.hpp"
#include "uws/async/list_acts.hpp"
#include "uws/http/accept.hpp"
#include "uws/http/respond.hpp"

namespace uws {

using http::Refusal;
using jobs::Job;

namespace {

Reply to_job(JobList const& list, Request const& request, std::string const& id) {
  return http::see_other(request, urls_of(list, request).job(id));
}

std::string_view needed(http::Parameters const& form, std::string_view name, std::string_view allowed) {
  if (auto const value = form.find(name)) return *value;
  throw Refusal(400, std::string(name) + " is missing - allowed: " + std::string(allowed));
}

void refuse_archived(Job const& job) {
  if (job.phase == jobs::Phase::archived)
    throw Refusal(403, "job " + job.id + ": " + std::string(refusal(job.phase, jobs::Event::run)));
}

void limit(JobList const& list, Job const& job, std::string_view value) {
  if (is_final(job.phase))
    throw Refusal(403, "EXECUTIONDURATION cannot be changed: job " + job.id + " is " +
                           std::string(jobs::uws_name(job.phase)));
  auto const duration = execution_duration(value, list.policy->execution_duration);
  if (!list.services->supervisor.set_execution_duration(job.id, duration)) throw_no_such_job(job.id);
}

void keep_until(JobList const& list, Job const& job, std::string_view value) {
  refuse_archived(job);
  auto const until = destruction(value, list.policy->destruction, list.services->clock());
  if (!list.services->supervisor.set_destruction(job.id, until)) throw_no_such_job(job.id);
}

bool has_parameters(http::Parameters const& form) {
  for (http::Parameter const& parameter : form.values())
    if (!parameter.name.empty() && !is_control(parameter.name)) return true;
  return !form.files().empty();
}

void set_parameters(JobList const& list, Request const& request, std::string const& id,
                    http::Parameters const& form) {
  Job const job = changeable_job(list, request, id);
  KeptUploads uploads(list, job, form);
  auto const fresh = parameters_of(list, form, uploads);
  auto const name = form.find("RUNID");
  edit_draft(list, request, id, [&](Job& draft) {
    merge(list, fresh, draft);
    if (name) draft.run_id = run_id(*name);
  });
  uploads.keep();
}

}  // namespace

Reply post_phase(JobList const& list, Request const& request, std::string const& id) {
  Job const job = changeable_job(list, request, id);
  obey(list, job, phase_command(needed(form_of(request), "PHASE", "RUN, ABORT")));
  return to_job(list, request, id);
}

Reply post_execution_duration(JobList const& list, Request const& request, std::string const& id) {
  Job const job = changeable_job(list, request, id);
  limit(list, job, needed(form_of(request), "EXECUTIONDURATION", "whole seconds, 0 = no limit"));
  return to_job(list, request, id);
}

Reply post_destruction(JobList const& list, Request const& request, std::string const& id) {
  Job const job = changeable_job(list, request, id);
  keep_until(list, job, needed(form_of(request), "DESTRUCTION", "a date in UTC as 2026-12-31T12:00:00Z"));
  return to_job(list, request, id);
}

Reply delete_job(JobList const& list, Request const& request, std::string const& id) {
  Job const job = changeable_job(list, request, id);
  // Gone already is as good as deleted.
  list.services->supervisor.remove(job);
  return http::see_other(request, urls_of(list, request).list);
}

Reply post_parameters(JobList const& list, Request const& request, std::string const& id) {
  changeable_job(list, request, id);  // first: whose job it is, then what is wrong with the form
  http::Parameters const form = form_of(request);
  for (http::Parameter const& given : form.values())
    if (is_control(given.name) && !engine::same_word(given.name, "RUNID"))
      throw Refusal(400, given.name + " is no parameter of the job - post it to the job itself");
  set_parameters(list, request, id, form);
  return to_job(list, request, id);
}

Reply post_run_id(JobList const& list, Request const& request, std::string const& id) {
  changeable_job(list, request, id);
  std::string const name = run_id(needed(form_of(request), "RUNID", "64 characters at most"));
  edit_draft(list, request, id, [&](Job& draft) { draft.run_id = name; });
  return to_job(list, request, id);
}

// UWS lets everything be posted to the job itself; uws-client aborts in this way.
Reply post_job(JobList const& list, Request const& request, std::string const& id) {
  Job const job = changeable_job(list, request, id);
  http::Parameters const form = form_of(request);
  if (auto const action = form.find("ACTION")) {
    check_action(*action);
    return delete_job(list, request, id);
  }
  auto const phase = form.find("PHASE"), duration = form.find("EXECUTIONDURATION"),
             until = form.find("DESTRUCTION");
  bool const sets = has_parameters(form) || form.has("RUNID");
  if (!phase && !duration && !until && !sets)
    throw Refusal(
        400, "nothing to do - allowed here: ACTION=DELETE, PHASE, DESTRUCTION, EXECUTIONDURATION, RUNID");
  if (has_parameters(form) && !list.policy->parameters_at_job)
    throw Refusal(403, "parameters cannot be posted to the job itself - post them to " +
                           urls_of(list, request).child(id, "parameters"));
  auto const command = phase ? std::optional(phase_command(*phase)) : std::nullopt;
  if (sets) set_parameters(list, request, id, form);
  if (duration) limit(list, job, *duration);
  if (until) keep_until(list, job, *until);
  if (command) obey(list, changeable_job(list, request, id), *command);
  return to_job(list, request, id);
}

Reply put_parameter(JobList const& list, Request const& request, std::string const& id,
                    std::string const& name) {
  Job const job = changeable_job(list, request, id);
  if (is_control(name)) throw Refusal(400, name + " is no parameter of the job - post it to the job itself");
  KeptUploads uploads(list, job, {});
  auto const type = request.headers.find("Content-Type").value_or("");
  auto const media = http::parse_media_type(type);
  bool const text = fits_xml(request.body) && (!media || media->type.starts_with("text/plain") ||
                                               media->type == "application/x-www-form-urlencoded");
  std::string value = request.body;
  // curl -X PUT -d 'QUERY=...' is a form.
  if (media && media->type == "application/x-www-form-urlencoded") {
    http::Parameters const form = http::parse_parameters(request);
    if (auto const given = form.find(name)) value = *given;
  }
  if (!text) uploads.add(name, std::string(type), request.body);
  http::Parameters const form(
      text ? std::vector<http::Parameter>{{name, value}} : std::vector<http::Parameter>{}, {});
  auto const fresh = parameters_of(list, form, uploads);
  edit_draft(list, request, id, [&](Job& draft) {
    std::erase_if(draft.parameters,
                  [&](jobs::Parameter const& old) { return engine::same_word(old.name, name); });
    draft.parameters.insert(draft.parameters.end(), fresh.begin(), fresh.end());
  });
  uploads.keep();
  return to_job(list, request, id);
}

}  // namespace uws

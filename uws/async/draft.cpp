#include "uws/async/draft.hpp"

#include <algorithm>

#include "engine/base/text.hpp"
#include "jobs/clean_text.hpp"
#include "uws/async/controls.hpp"
#include "uws/http/accept.hpp"
#include "uws/http/respond.hpp"

namespace uws {

using http::Refusal;
using jobs::Job;
using jobs::Parameter;

namespace {

constexpr int most_edits_at_once = 100;

std::string canonical(JobList const& list, std::string_view name) {
  return list.policy->canonical_name ? list.policy->canonical_name(name) : std::string(name);
}

bool adds_up(JobList const& list, std::string_view name) {
  return list.policy->adds_up && list.policy->adds_up(name);
}

bool names_it(std::vector<Parameter> const& parameters, std::string_view name) {
  return std::ranges::any_of(parameters, [&](Parameter const& p) { return engine::same_word(p.name, name); });
}

/// Files that the job had and has no longer.
void drop_replaced(JobList const& list, Job const& job, std::vector<Parameter> const& before) {
  for (Parameter const& old : before) {
    bool const stays =
        std::ranges::any_of(job.parameters, [&](Parameter const& p) { return p.file == old.file; });
    if (!old.file.empty() && !stays) list.services->directories.drop_upload(job, old.file);
  }
}

}  // namespace

http::Parameters form_of(http::Request const& request) {
  auto const given = request.headers.find("Content-Type");
  auto const type = http::parse_media_type(given.value_or(""));
  bool const is_form =
      type && (type->type == "application/x-www-form-urlencoded" || type->type == "multipart/form-data");
  if (!request.body.empty() && !is_form)
    throw Refusal(415, "cannot read the body: its Content-Type is '" + std::string(given.value_or("")) +
                           "' - send application/x-www-form-urlencoded or multipart/form-data");
  return http::parse_parameters(request);
}

KeptUploads::KeptUploads(JobList const& list, Job const& job, http::Parameters const& form) : list_(list) {
  job_.id = job.id;
  job_.list = job.list;
  try {
    for (http::FilePart const& part : form.files()) {
      bool const unused_field = part.file_name.empty() && part.content.empty();  // as browsers send it
      if (!unused_field) add(part.name, part.content_type, part.content);
      if (!unused_field) parameters_.back().value = part.file_name;
    }
  } catch (...) {
    for (Parameter const& parameter : parameters_)
      list_.services->directories.drop_upload(job_, parameter.file);
    throw;
  }
}

KeptUploads::~KeptUploads() {
  if (kept_) return;
  for (Parameter const& parameter : parameters_)
    list_.services->directories.drop_upload(job_, parameter.file);
}

void KeptUploads::add(std::string const& name, std::string const& type, std::string const& bytes) {
  if (bytes.size() > list_.policy->upload_bytes)
    throw Refusal(413, "the upload '" + name + "' is too large: " + std::to_string(bytes.size()) +
                           " bytes - allowed: " + std::to_string(list_.policy->upload_bytes));
  std::string const file = list_.services->directories.keep_upload(job_, name, bytes);
  parameters_.push_back(
      {.name = canonical(list_, name), .value = {}, .file = file, .mime_type = jobs::clean_text(type, 200)});
}

std::vector<Parameter> parameters_of(JobList const& list, http::Parameters const& form,
                                     KeptUploads const& uploads) {
  std::vector<Parameter> parameters;
  for (http::Parameter const& given : form.values())
    if (!given.name.empty() && !is_control(given.name))
      parameters.push_back({.name = canonical(list, given.name), .value = given.value});
  parameters.insert(parameters.end(), uploads.parameters().begin(), uploads.parameters().end());
  return parameters;
}

void merge(JobList const& list, std::vector<Parameter> const& fresh, Job& job) {
  std::erase_if(job.parameters,
                [&](Parameter const& old) { return names_it(fresh, old.name) && !adds_up(list, old.name); });
  job.parameters.insert(job.parameters.end(), fresh.begin(), fresh.end());
}

void check_draft(JobList const& list, User const& user, Job& job) {
  if (list.policy->check) refuse_mistakes("bad parameters", list.policy->check(user, job));
}

void check_before_run(JobList const& list, Job const& job) {
  if (list.policy->check_run) refuse_mistakes("the job cannot run yet", list.policy->check_run(job));
}

void edit_draft(JobList const& list, http::Request const& request, std::string const& id,
                std::function<void(Job&)> const& edit) {
  User const user = user_of(list, request);
  for (int attempt = 0; attempt < most_edits_at_once; ++attempt) {
    Job job = changeable_job(list, request, id);
    if (job.phase != jobs::Phase::pending)
      throw Refusal(403, "job " + id + " is " + std::string(jobs::uws_name(job.phase)) +
                             ": its parameters can be changed while it is PENDING only - make a new job");
    std::vector<Parameter> const before = job.parameters;
    edit(job);
    check_draft(list, user, job);
    if (!list.services->store.set_draft(id, job.revision,
                                        {job.parameters, job.run_id, job.recipe_hash, job.quote}))
      continue;
    ++job.revision;
    drop_replaced(list, job, before);
    list.services->supervisor.announce(job, jobs::Change::detail);
    return;
  }
  throw Refusal(409, "job " + id + " is being changed by others all the time - try again");
}

}  // namespace uws

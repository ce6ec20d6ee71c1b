#include "uws/soda/soda_jobs.hpp"

#include <algorithm>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "uws/async/job_form.hpp"

namespace uws {
namespace {

std::string media_type_of(std::filesystem::path const& path) {
  if (path.extension() == ".json") return "application/json";
  return path.extension() == ".gz" ? "application/gzip" : "application/fits";
}

std::vector<jobs::ResultLink> results_in(std::filesystem::path const& folder) {
  std::vector<jobs::ResultLink> results;
  for (auto const& entry : std::filesystem::directory_iterator(folder)) {
    auto const name = entry.path().filename().string();
    results.push_back({.id = name, .path = name, .mime_type = media_type_of(entry.path())});
  }
  std::sort(results.begin(), results.end(), [](auto const& a, auto const& b) { return a.id < b.id; });
  return results;
}

/// The parts, seen by the owner of the job.
LinkParts as_seen_by(LinkParts const& parts, std::string const& owner) {
  auto seen = parts;
  seen.user_of = [owner](http::Request const&) { return owner; };
  return seen;
}

std::vector<std::string> mistakes_in(jobs::Job const& job) {
  try {
    auto const request = soda_request(form_of(job));
    select_words(request);
    return {};
  } catch (SodaFailure const& failure) {
    return {failure.what()};
  }
}

}  // namespace

jobs::Outcome run_soda_job(jobs::Job const& job, jobs::RunControl& control, SodaParts const& parts,
                           std::string const& base_url) {
  try {
    auto const asked = soda_request(form_of(job));
    http::Request request;
    request.base_url = base_url;
    control.progress({"looking for the files"});
    auto const files = event_files(request, as_seen_by(parts.links, job.owner), asked.ids);
    control.progress({"selecting events"});
    auto rules = parts.rules;
    if (job.execution_duration.count() > 0) rules.time = job.execution_duration;
    Turn const turn(parts.engines, rules.time);
    run_select(rules, files, select_words(asked), control.results, control.stop);
    return jobs::Completed{results_in(control.results)};
  } catch (engine::Failure const& failure) {
    if (control.stop.stop_requested()) return jobs::Stopped{};
    return jobs::summary_of(failure, {});
  }
}

JobPolicy soda_job_policy(std::function<User(http::Request const&)> user_of, Allowance execution,
                          Allowance retention) {
  JobPolicy policy;
  policy.list = "soda";
  policy.title = "Cuts of event lists";
  policy.user_of = std::move(user_of);
  policy.execution_duration = execution;
  policy.destruction = retention;
  policy.canonical_name = [](std::string_view name) { return engine::upper(name); };
  policy.adds_up = [](std::string_view name) { return name != "RUNID" && name != "RESPONSEFORMAT"; };
  policy.check_run = mistakes_in;
  policy.error_document = [](http::Request const&, jobs::Job const& job) -> http::Reply {
    http::Response reply{200, {}, job.error ? job.error->message : ""};
    reply.headers.set("Content-Type", "text/plain; charset=utf-8");
    return reply;
  };
  return policy;
}

}  // namespace uws

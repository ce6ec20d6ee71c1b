#include "uws/analysis/analysis_policy.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/failure.hpp"
#include "uws/analysis/cluster_work.hpp"
#include "uws/analysis/examine.hpp"
#include "uws/analysis/plan.hpp"
#include "uws/analysis/redo.hpp"
#include "uws/analysis/reuse.hpp"
#include "uws/jobtypes/job_type_form.hpp"

namespace uws {
namespace {

using Type = std::shared_ptr<jobs::JobType const>;

/// A query that is wrong is the client's mistake; a database that is away is not.
std::vector<std::string> mistakes_of(engine::Failure const& failure) {
  if (failure.fault() != engine::Fault::bad_request && failure.fault() != engine::Fault::bad_data) throw;
  return {failure.what()};
}

void set_quote(jobs::Job& job, std::optional<double> seconds) {
  job.quote.reset();
  if (seconds)
    job.quote = jobs::system_now() + std::chrono::milliseconds(std::llround(std::min(*seconds, 3e8) * 1000));
}

/// Before a draft is kept: what is there must be right. What is missing may still come.
std::vector<std::string> check_draft_of(AnalysisParts const& parts, Type const& type, jobs::Job& job) try {
  if (auto mistakes = take_over_original(parts, *type, job); !mistakes.empty()) return mistakes;
  Examined const examined = examine(parts, *type, job);
  if (!examined.mistakes.empty()) return examined.mistakes;
  job.recipe_hash = examined.recipe_hash;
  if (!examined.missing.empty()) return {};
  Plan const plan = plan_of(parts, *type, job, examined, {parts.limits.plan_time, parts.limits.plan_runs});
  set_quote(job, plan.seconds);
  if (!plan.mistakes.empty() || !runs_on_cluster(parts, job)) return plan.mistakes;
  auto const resources = cluster_resources(parts, *type, job, examined, plan);
  if (!resources) return {resources.error()};
  set_quote(job, seconds_with(plan, *resources));
  return {};
} catch (engine::Failure const& failure) {
  return mistakes_of(failure);
}

std::vector<std::string> check_run_of(AnalysisParts const& parts, Type const& type,
                                      jobs::Job const& job) try {
  Examined const examined = examine(parts, *type, job);
  auto wrong = examined.mistakes;
  wrong.insert(wrong.end(), examined.missing.begin(), examined.missing.end());
  return wrong;
} catch (engine::Failure const& failure) {
  return mistakes_of(failure);
}

std::vector<FormField> form_of_type(jobs::JobType const& type) {
  auto fields = form_fields(type);
  if (works_on_runs(type))
    fields.push_back({.kind = FormField::Kind::text,
                      .name = "ADQL",
                      .label = "Runs by a query",
                      .hint = "ADQL that gives obs_publisher_did, or obs_id and obs_collection.",
                      .group = "Input"});
  return fields;
}

}  // namespace

std::shared_ptr<JobPolicy const> analysis_policy(AnalysisParts const& parts, AnalysisRules const& rules,
                                                 std::string_view name) {
  Type const type = parts.types.find(name);
  if (!type || type->state != jobs::TypeState::valid) return nullptr;
  auto policy = std::make_shared<JobPolicy>();
  policy->list = type->name;
  policy->title = type->title.empty() ? type->name : type->title;
  policy->form = form_of_type(*type);
  if (type->kind == "Test") policy->test_job = {{"RUNID", "test"}};
  policy->other_lists = rules.other_lists;
  policy->user_of = rules.user_of;
  policy->admit = rules.admit;
  policy->list_anonymous = rules.list_anonymous;
  policy->execution_duration = rules.execution;
  if (type->resources.time < rules.execution.usual) policy->execution_duration.usual = type->resources.time;
  policy->destruction = rules.retention;
  policy->longest_wait = rules.longest_wait;
  policy->upload_bytes = rules.upload_bytes;
  policy->parameters_at_job = true;
  policy->canonical_name = [type](std::string_view word) {
    return is_service_word(word) ? service_word(word) : jobs::canonical_name(*type, word);
  };
  policy->check = [&parts, type](User const&, jobs::Job& job) { return check_draft_of(parts, type, job); };
  policy->check_run = [&parts, type](jobs::Job const& job) { return check_run_of(parts, type, job); };
  policy->missing = [&parts, type](jobs::Job const& job) {
    return missing_in(*type, job, parts.directories);
  };
  policy->existing = [&parts, type](User const& user, jobs::Job const& job) -> std::optional<jobs::JobId> {
    if (!asked_of(*type, job, parts.directories).words.reuse) return std::nullopt;
    return equal_job(parts, user.name, job);
  };
  return policy;
}

}  // namespace uws

#include "uws/async/list_acts.hpp"

#include <algorithm>
#include <array>

#include "engine/base/text.hpp"
#include "uws/async/draft.hpp"
#include "uws/async/job_handlers.hpp"
#include "uws/async/job_json.hpp"
#include "uws/http/respond.hpp"

namespace uws {

using http::Refusal;
using jobs::Job;

namespace {

enum class Act { remove, abort, run, archive };
constexpr std::array<std::pair<std::string_view, Act>, 4> acts{
    {{"DELETE", Act::remove}, {"ABORT", Act::abort}, {"RUN", Act::run}, {"ARCHIVE", Act::archive}}};

Act act_named(std::string_view word) {
  for (auto const& [name, act] : acts)
    if (engine::same_word(name, word)) return act;
  throw Refusal(400, "ACTION: '" + std::string(word.substr(0, 80)) +
                         "' is not possible - allowed: DELETE, ABORT, RUN, ARCHIVE");
}

void archive(JobList const& list, Job const& job) {
  auto const answer = list.services->supervisor.archive(job.id);
  if (!answer.found) throw_no_such_job(job.id);
  if (answer.verdict == jobs::Verdict::refuse)
    throw Refusal(403, job.phase == jobs::Phase::archived
                           ? "it is ARCHIVED already"
                           : "no records of jobs of this type are kept - delete it instead");
}

void do_it(JobList const& list, Job const& job, Act act) {
  switch (act) {
    case Act::remove: list.services->supervisor.remove(job); return;
    case Act::abort: obey(list, job, jobs::Event::abort); return;
    case Act::run:
      // The list over all lists does not know what a job of each type needs to run.
      if (list.policy->list.empty()) throw Refusal(403, "start it in the list of its type, " + job.list);
      obey(list, job, jobs::Event::run);
      return;
    case Act::archive: archive(list, job); return;
  }
}

ActOnOne on_one(JobList const& list, http::Request const& request, std::string const& id, Act act) {
  try {
    do_it(list, changeable_job(list, request, id), act);
    return {id, 200, {}};
  } catch (Refusal const& refusal) {
    bool const gone_as_wished = act == Act::remove && refusal.status() == 404;
    return {id, gone_as_wished ? 200 : refusal.status(), refusal.what()};
  }
}

std::string told(std::vector<ActOnOne> const& refused, std::size_t of) {
  std::string text = std::to_string(of - refused.size()) + " of " + std::to_string(of) + " jobs done;";
  for (ActOnOne const& one : refused) text += " " + one.id + ": " + one.message + ";";
  text.pop_back();
  return text;
}

Reply act_on_many(JobList const& list, http::Request const& request, http::Parameters const& form) {
  Act const act = act_named(*form.find("ACTION"));
  auto const ids = form.all("JOB");
  if (ids.empty()) throw Refusal(400, "JOB is missing - name the jobs, JOB=<id> for each");
  if (ids.size() > list.policy->most_at_once)
    throw Refusal(400, "too many jobs at once: " + std::to_string(ids.size()) +
                           " - allowed: " + std::to_string(list.policy->most_at_once));
  std::vector<ActOnOne> outcomes, refused;
  for (std::string_view const id : ids) outcomes.push_back(on_one(list, request, std::string(id), act));
  std::ranges::copy_if(outcomes, std::back_inserter(refused),
                       [](auto const& one) { return one.status != 200; });
  Chosen const chosen = chosen_form(request);
  if (chosen.form == Form::json) return document(chosen, acts_json(outcomes));
  if (!refused.empty()) throw Refusal(refused.front().status, told(refused, ids.size()));
  return http::see_other(request, urls_of(list, request).list);
}

[[noreturn]] void throw_no_creation(JobList const& list) {
  std::string words = "jobs are made in the list of their type";
  if (list.policy->other_lists)
    for (OtherList const& other : list.policy->other_lists())
      if (other.path != list.base) words += (words.back() == 'e' ? " - POST to " : ", ") + other.path;
  throw Refusal(400, words);
}

}  // namespace

void obey(JobList const& list, Job const& job, jobs::Event command) {
  bool const run = command == jobs::Event::run;
  bool const waits_for_run = job.phase == jobs::Phase::pending || job.phase == jobs::Phase::held;
  if (run && waits_for_run) check_before_run(list, job);
  auto& supervisor = list.services->supervisor;
  jobs::Answer const answer = run ? supervisor.run(job.id) : supervisor.abort(job.id);
  if (!answer.found) throw_no_such_job(job.id);
  if (answer.verdict == jobs::Verdict::refuse)
    throw Refusal(403, std::string(run ? "RUN" : "ABORT") + " is not possible: job " + job.id + " is " +
                           std::string(jobs::uws_name(answer.phase)) + ", " +
                           std::string(refusal(answer.phase, command)));
}

Reply post_jobs(JobList const& list, http::Request const& request) {
  http::Parameters const form = form_of(request);
  if (form.has("ACTION")) return act_on_many(list, request, form);
  if (list.policy->list.empty()) throw_no_creation(list);
  return create_job(list, request, form);
}

}  // namespace uws

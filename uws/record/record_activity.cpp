#include <algorithm>
#include <map>

#include "engine/base/text.hpp"
#include "engine/io/sha256.hpp"
#include "uws/record/record_parts.hpp"

namespace uws {

namespace {

namespace prov = catalog::prov;
using End = jobs::WorkOutcome::End;

void add_times(prov::Activity& a, EndedJob const& ended) {
  jobs::Job const& job = ended.job;
  a.created = job.created;
  a.queued = job.queued;
  a.quote = job.quote;
  a.destruction = job.destruction;
  a.execution_duration = job.execution_duration.count();
  a.attempts = job.attempts;
  // What ran knows better than who waited for it; an outcome of a program that never began has no times.
  bool const ran = ended.outcome && ended.outcome->started != jobs::Instant{};
  a.started = ran ? ended.outcome->started : job.started;
  a.stopped = ran && ended.outcome->ended != jobs::Instant{} ? ended.outcome->ended : job.ended;
  if (a.started && a.stopped && *a.stopped < *a.started) a.stopped = a.started;
  a.events.push_back({job.created, "PENDING", "the job was made"});
  if (job.queued) a.events.push_back({*job.queued, "QUEUED", ""});
  if (a.started)
    a.events.push_back(
        {*a.started, "EXECUTING", job.attempts > 1 ? "attempt " + std::to_string(job.attempts) : ""});
  if (job.ended && job.phase != jobs::Phase::archived)
    a.events.push_back({*job.ended, std::string(jobs::uws_name(job.phase)), ""});
  std::ranges::stable_sort(a.events, {}, &prov::Event::when);
}

void add_process(prov::Activity& a, jobs::WorkOutcome const& outcome, bool all_parts) {
  auto const counted = [](std::uint64_t n) {
    return n == 0 ? std::nullopt
                  : std::optional(static_cast<std::int64_t>(std::min<std::uint64_t>(n, INT64_MAX)));
  };
  if (outcome.end == End::exited) a.exit_code = outcome.status;
  if (outcome.end == End::killed) a.exit_signal = outcome.status;
  a.host = engine::joined(outcome.hosts, ",");
  a.mpi_ranks = outcome.processes;
  a.threads = outcome.threads;
  if (outcome.all_seen || outcome.cpu_seconds > 0) a.cpu_time = outcome.cpu_seconds;  // else it is not known
  a.max_rss = counted(outcome.max_rss_bytes);
  a.bytes_read = counted(outcome.bytes_read);
  a.bytes_written = counted(outcome.bytes_written);
  a.facts.emplace_back("end", std::string(jobs::word_of(outcome.end)));
  if (!outcome.launcher.empty()) a.facts.emplace_back("launcher", outcome.launcher);
  auto const facts = batch_facts(outcome.facts, all_parts);
  a.facts.insert(a.facts.end(), facts.begin(), facts.end());
}

void add_report(prov::Activity& a, RunReport const& report) {
  a.software = report.software;
  a.version = report.version;
  a.revision = report.revision;
  a.numerical_mode = report.numerics;
  a.warnings = static_cast<int>(report.warnings.size() + report.skipped);
  if (report.skipped > 0) a.facts.emplace_back("runs_skipped", std::to_string(report.skipped));
  if (!report.mpi.empty()) a.facts.emplace_back("mpi", report.mpi);
  auto const known = [&a](std::string const& name) {
    return std::ranges::find(a.facts, name, &prov::Facts::value_type::first) != a.facts.end();
  };
  if (!report.cpu_model.empty() && !known("cpu_model")) a.facts.emplace_back("cpu_model", report.cpu_model);
  for (auto const& fact : report.facts)
    if (!known(fact.first)) a.facts.push_back(fact);
}

std::string command_line(EndedJob const& ended) {
  if (!ended.order) return {};
  std::vector<std::string> words;
  for (std::string const& word : ended.order->argv) words.push_back(without_folders(word, ended.folder));
  return engine::joined(words, " ");
}

std::string comment_of(EndedJob const& ended) {
  return ended.missing.empty() ? "" : "Not recorded: " + engine::joined(ended.missing, "; ") + ".";
}

prov::Origin origin_of(std::string const& word) {
  return word == "default"   ? prov::Origin::by_default
         : word == "derived" ? prov::Origin::derived
                             : prov::Origin::user;
}

std::string folded(std::string_view name) {
  std::string word = engine::lower(name);
  std::ranges::replace(word, '_', '-');
  return word;
}

}  // namespace

void add_activity(RecordDraft& draft) {
  EndedJob const& ended = draft.ended;
  jobs::Job const& job = ended.job;
  prov::Activity a;
  a.id = a.job_id = job.id;
  a.name = job.list;
  a.run_id = job.run_id;
  a.owner = job.owner;
  a.open = draft.open;
  // An archived job ended long ago: how, its record says already.
  if (job.phase != jobs::Phase::archived) a.phase = jobs::uws_name(job.phase);
  if (job.error) a.error = job.error->message;
  a.recipe_hash = job.recipe_hash;
  a.description = draft.description;
  a.comment = comment_of(ended);
  a.command_line = command_line(ended);
  add_times(a, ended);
  if (ended.outcome) add_process(a, *ended.outcome, ended.order && ended.order->parts > 1);
  if (ended.report) add_report(a, *ended.report);
  if (a.recipe_hash.empty() && ended.report) a.recipe_hash = ended.report->recipe_hash;
  if (a.software.empty()) {
    a.software = ended.order && ended.type ? ended.type->name : ended.service.name;
    a.version = ended.order && ended.type ? ended.type->version : ended.service.version;
  }
  if (ended.order) add_resources(a, *ended.order);
  if (!job.batch_id.empty()) a.facts.emplace_back("batch_id", job.batch_id);
  draft.graph.activities.push_back(std::move(a));
  if (auto const* const earlier = jobs::find_parameter(job, "PROVENANCE"))
    draft.graph.informed.push_back({job.id, earlier->value, "redo"});
}

void add_parameters(RecordDraft& draft) {
  EndedJob const& ended = draft.ended;
  jobs::Job const& job = ended.job;
  auto& parameters = draft.graph.parameters;
  std::map<std::string, bool> told;
  for (jobs::Parameter const& p : job.parameters) {
    parameters.push_back({job.id, p.name, p.value, prov::Origin::user});
    told[folded(p.name)] = true;
  }
  // Then everything that was settled for the user: by the program itself, or by the description of the type.
  if (ended.report)
    for (ReportedParameter const& p : ended.report->parameters)
      if (told.try_emplace(folded(p.name), true).second && p.science)
        parameters.push_back(
            {job.id, p.name, without_folders(p.value, ended.folder),
             p.origin == "user" || p.origin.empty() ? prov::Origin::derived : origin_of(p.origin)});
  if (ended.type)
    for (jobs::ParameterDescription const& p : ended.type->parameters)
      if (p.default_value && p.science && told.try_emplace(folded(p.name), true).second)
        parameters.push_back({job.id, p.name, *p.default_value, prov::Origin::by_default});
  std::vector<std::string> lines;
  for (prov::Parameter const& p : parameters) {
    if (engine::same_word(p.name, "seed")) draft.graph.activities.front().seed = p.value;
    lines.push_back(p.name + "=" + p.value + "\n");
  }
  if (lines.empty()) return;
  std::ranges::sort(lines);
  draft.graph.config_files.push_back(
      {job.id, "parameters", "", engine::sha256_of(engine::joined(lines, "")),
       "All parameters as lines name=value, sorted; the table of parameters has them."});
}

}  // namespace uws

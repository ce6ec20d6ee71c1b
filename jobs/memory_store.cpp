#include "jobs/memory_store.hpp"

#include <algorithm>
#include <tuple>

#include "engine/base/failure.hpp"

namespace jobs {

namespace {

bool passes(Job const& job, JobFilter const& filter) {
  if (filter.list && job.list != *filter.list) return false;
  if (filter.owner && job.owner != *filter.owner) return false;
  if (filter.after && job.created <= *filter.after) return false;
  if (filter.phases.empty()) return job.phase != Phase::archived;
  return std::ranges::find(filter.phases, job.phase) != filter.phases.end();
}

}  // namespace

void apply(JobUpdate const& update, Job& job) {
  if (update.forget_run) {
    job.queued = job.started = job.ended = job.quote = std::nullopt;
    job.results.clear();
    job.error = std::nullopt;
    job.info = {};
    job.batch_id.clear();
  }
  if (update.queued) job.queued = update.queued;
  if (update.started) job.started = update.started;
  if (update.ended) job.ended = update.ended;
  if (update.destruction) job.destruction = update.destruction;
  if (update.quote) job.quote = update.quote;
  if (update.results) job.results = *update.results;
  if (update.error) job.error = update.error;
  if (update.info) job.info = *update.info;
  if (update.batch_id) job.batch_id = *update.batch_id;
  job.attempts += update.more_attempts;
}

void MemoryStore::add(Job const& job) {
  std::scoped_lock const lock(mutex_);
  auto const [place, added] = jobs_.try_emplace(job.id, job);
  if (!added) throw engine::Failure(engine::Fault::internal, "cannot add a job: its id is taken: " + job.id);
  newest_first_.emplace(Place(job.created, job.id), &place->second);
}

std::optional<Job> MemoryStore::find(JobId const& id) {
  std::scoped_lock const lock(mutex_);
  auto const place = jobs_.find(id);
  return place == jobs_.end() ? std::nullopt : std::optional(place->second);
}

std::vector<Job const*> MemoryStore::chosen(JobFilter const& filter) const {
  std::vector<Job const*> jobs;
  std::size_t passed = 0;
  std::size_t const last = filter.last.value_or(newest_first_.size());
  std::size_t const limit = filter.limit.value_or(newest_first_.size());
  for (auto const& [place, job] : newest_first_) {
    if (passed == last || jobs.size() == limit) break;
    if (passes(*job, filter) && ++passed > filter.offset) jobs.push_back(job);
  }
  return jobs;
}

std::vector<JobBrief> MemoryStore::list(JobFilter const& filter) {
  std::scoped_lock const lock(mutex_);
  std::vector<JobBrief> briefs;
  for (Job const* job : chosen(filter)) briefs.push_back(brief_of(*job));
  return briefs;
}

std::size_t MemoryStore::count(JobFilter const& filter) {
  std::scoped_lock const lock(mutex_);
  return chosen(filter).size();
}

std::vector<Job> MemoryStore::unfinished() {
  std::scoped_lock const lock(mutex_);
  std::vector<Job> found;
  for (auto const& [id, job] : jobs_)
    if (is_underway(job.phase)) found.push_back(job);
  std::ranges::sort(found, {}, [](Job const& job) { return std::tie(job.queued, job.id); });
  return found;
}

std::vector<JobId> MemoryStore::due_for_destruction(Instant now, std::size_t limit) {
  std::scoped_lock const lock(mutex_);
  std::vector<std::pair<Instant, JobId>> due;
  for (auto const& [id, job] : jobs_)
    if (job.destruction && *job.destruction <= now) due.emplace_back(*job.destruction, id);
  std::ranges::sort(due);
  std::vector<JobId> ids;
  for (auto const& [instant, id] : due)
    if (ids.size() < limit) ids.push_back(id);
  return ids;
}

std::optional<Job> MemoryStore::change(JobId const& id, std::function<bool(Job&)> const& edit) {
  std::scoped_lock const lock(mutex_);
  auto const place = jobs_.find(id);
  if (place == jobs_.end() || !edit(place->second)) return std::nullopt;
  ++place->second.revision;
  return place->second;
}

std::optional<Job> MemoryStore::move(JobId const& id, Phase from, Phase to, JobUpdate const& update) {
  return change(id, [&](Job& job) {
    if (job.phase != from) return false;
    job.phase = to;
    apply(update, job);
    return true;
  });
}

bool MemoryStore::set_draft(JobId const& id, std::int64_t revision, Draft const& draft) {
  auto const changed = change(id, [&](Job& job) {
    if (job.phase != Phase::pending || job.revision != revision) return false;
    job.parameters = draft.parameters;
    job.run_id = draft.run_id;
    job.recipe_hash = draft.recipe_hash;
    job.quote = draft.quote;
    return true;
  });
  return changed.has_value();
}

bool MemoryStore::set_destruction(JobId const& id, std::optional<Instant> destruction) {
  return change(id, [&](Job& job) { return job.destruction = destruction, true; }).has_value();
}

bool MemoryStore::set_execution_duration(JobId const& id, std::chrono::seconds duration) {
  return change(id, [&](Job& job) { return job.execution_duration = duration, true; }).has_value();
}

bool MemoryStore::remove(JobId const& id) {
  std::scoped_lock const lock(mutex_);
  auto const place = jobs_.find(id);
  if (place == jobs_.end()) return false;
  newest_first_.erase(Place(place->second.created, id));
  jobs_.erase(place);
  return true;
}

}  // namespace jobs

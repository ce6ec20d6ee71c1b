// What executors tell the supervisor.

#include "engine/base/failure.hpp"
#include "jobs/clean_text.hpp"
#include "jobs/supervisor.hpp"
#include "jobs/thread_executor.hpp"

namespace jobs {

namespace {

constexpr std::size_t longest_stage = 200, longest_message = 4000;

/// Out of reach now: worth trying again. Anything else would fail again.
bool may_pass(engine::Failure const& failure) {
  return failure.fault() == engine::Fault::missing_resource || failure.fault() == engine::Fault::interrupted;
}

ErrorSummary stopped_by_us() {
  return {.message = "the service stopped the job before it was done - try again",
          .type = ErrorType::transient};
}

}  // namespace

void Supervisor::watch(Job const& job, Instant started) {
  std::scoped_lock const lock(mutex_);
  handed_.insert(job.id);
  never_ran_.erase(job.id);
  running_[job.id] = {job.list, started, job.execution_duration, {}, {}};
}

std::optional<Claim> Supervisor::started(JobId const& id) {
  try {
    Answer const answer = apply(id, Event::started, {}, Phase::queued);
    if (auto const& job = answer.job; job && job->phase == Phase::executing) {
      watch(*job, job->started.value_or(options_.clock()));
      try {
        return Claim{*job, directories_.begin_results(*job)};
      } catch (std::exception const& error) {
        ended(id, summary_of(error, options_.log));
        return std::nullopt;
      }
    }
  } catch (std::exception const& error) {
    log("job " + id + " could not be started: " + error.what());
    {
      std::scoped_lock const lock(mutex_);
      never_ran_.insert(id);
    }
    doubt();
  }
  std::scoped_lock const lock(mutex_);
  if (!running_.contains(id)) handed_.erase(id);
  return std::nullopt;
}

std::optional<Claim> Supervisor::reserved(JobId const& id, bool resumed) {
  try {
    if (auto const job = store_.find(id); job && job->phase == Phase::queued) {
      Claim claim{*job, resumed ? directories_.resume_results(*job) : directories_.begin_results(*job)};
      watch(*job, Instant::max());  // its time does not run yet
      return claim;
    }
  } catch (std::exception const& error) {
    log("job " + id + " could not be prepared: " + error.what());
    doubt();
  }
  release(id);
  return std::nullopt;
}

void Supervisor::progressed(JobId const& id, JobInfo const& info) {
  auto const now = std::chrono::steady_clock::now();
  {
    std::scoped_lock const lock(mutex_);
    auto const place = running_.find(id);
    if (place == running_.end()) return;
    Running& running = place->second;
    if (info.stage == running.stage && now - running.told < options_.progress_every) return;
    running.stage = info.stage;
    running.told = now;
  }
  try {
    JobInfo const clean{clean_text(info.stage, longest_stage), info.fraction};
    JobUpdate const update{.info = clean, .may_be_lost = true};
    for (Phase const phase : {Phase::executing, Phase::queued, Phase::suspended, Phase::unknown})
      if (auto const job = store_.move(id, phase, phase, update)) return announce(*job, Change::detail);
  } catch (engine::Failure const& failure) {
    log("job " + id + ": its progress could not be stored: " + failure.what());  // the next one will be
  }
}

void Supervisor::turned(JobId const& id, Event event) { save({id, {}, event, {}}); }

/// What is not named goes; the rest is published.
Supervisor::Unsaved Supervisor::kept(Job const& place, Failed failed) const {
  failed.error.message = clean_text(failed.error.message, longest_message);
  Event const event = failed.aborted ? Event::abort : failed.overran ? Event::timed_out : Event::failed;
  Unsaved change{place.id, place.list, event, {}};
  if (!failed.results.empty()) try {
      auto const hidden = directories_.of(place) / JobDirectories::hidden_results;
      keep_only(hidden, failed.results);
      Lane const* const found = lane(place.list);
      complete_results(hidden, failed.results, found == nullptr ? Checksums::yes : found->checksums);
      directories_.publish_results(place);
      change.update.results = std::move(failed.results);
    } catch (std::exception const& error) {
      log("job " + place.id + ": what it has so far could not be kept: " + error.what());
      change.update.results.reset();
    }
  if (!change.update.results) directories_.drop_results(place);
  change.update.error = std::move(failed.error);
  return change;
}

void Supervisor::submitted(JobId const& id, std::string const& batch_id) {
  guarded("keep the executor's name of a job", [&] {
    for (Phase const phase : {Phase::queued, Phase::executing, Phase::suspended, Phase::unknown})
      if (store_.move(id, phase, phase, {.batch_id = batch_id})) return;
  });
}

/// Outcome -> event, with the results in their place. What cannot be published is an error of the job.
Supervisor::Unsaved Supervisor::settled(JobId const& id, std::string const& list, Outcome outcome) const {
  Job place;  // all that a directory needs to know of a job
  place.id = id;
  place.list = list;
  if (auto* const completed = std::get_if<Completed>(&outcome)) try {
      Lane const* const found = lane(list);
      complete_results(directories_.of(place) / JobDirectories::hidden_results, completed->results,
                       found == nullptr ? Checksums::yes : found->checksums);
      directories_.publish_results(place);
      // What it was doing last is no news any more.
      return {
          id, list, Event::finished, {.results = std::move(completed->results), .info = JobInfo{{}, 1.0}}};
    } catch (std::exception const& error) {
      outcome = summary_of(error, options_.log);
    }
  if (auto* const failed = std::get_if<Failed>(&outcome)) return kept(place, std::move(*failed));
  auto const* const told = std::get_if<ErrorSummary>(&outcome);
  return kept(place, {.error = told != nullptr ? *told : stopped_by_us()});
}

void Supervisor::ended(JobId const& id, Outcome outcome) {
  std::string list;
  {
    std::scoped_lock const lock(mutex_);
    // Stopped because the whole service stops: it stays EXECUTING in the store, and runs again after the
    // start.
    if (stopping_ && std::holds_alternative<Stopped>(outcome)) return;
    if (auto const place = running_.find(id); place != running_.end()) list = place->second.list;
  }
  if (list.empty()) return release(id);  // it never ran
  save(settled(id, list, std::move(outcome)));
}

/// It was aborted while it ran, and now its program is gone: the results so far are kept with it. Of one that
/// was completed in its last moment nothing is. (COMPLETED or ERROR: an earlier attempt to save was done all
/// the same.)
void Supervisor::keep_after_end(Unsaved const& change, Phase phase) {
  if (phase != Phase::aborted) return;
  Job place;
  place.id = change.id;
  place.list = change.list;
  if (change.event == Event::finished || !change.update.results) return directories_.drop_results(place);
  JobUpdate update{.results = change.update.results};
  if (auto const job = store_.move(change.id, Phase::aborted, Phase::aborted, update))
    announce(*job, Change::detail);
}

void Supervisor::save(Unsaved const& change) {
  try {
    bool const ends = change.event == Event::finished || change.event == Event::failed;
    Answer const answer =
        apply(change.id, change.event, change.update, ends ? std::optional(Phase::executing) : std::nullopt);
    if (change.event == Event::held) release(change.id);  // RUN must find it free to be given out again
    if (change.event == Event::started && answer.job)     // one that was reserved()
      watch(*answer.job, answer.job->started.value_or(options_.clock()));
    if (change.list.empty()) return;
    Job place;
    place.id = change.id;
    place.list = change.list;
    if (!answer.found || answer.phase == Phase::archived)
      directories_.remove(change.list, change.id);
    else if (answer.verdict != Verdict::move)
      keep_after_end(change, answer.phase);
    release(change.id);
  } catch (std::exception const& error) {
    auto const* const failure = dynamic_cast<engine::Failure const*>(&error);
    if (failure != nullptr && may_pass(*failure)) {
      log("job " + change.id + ": what became of it could not be stored yet: " + error.what());
      std::scoped_lock const lock(mutex_);
      unsaved_.push_back(change);
      return;
    }
    log("job " + change.id + ": what became of it cannot be stored: " + error.what());
    release(change.id);  // it is looked at as after a crash
    doubt();
  }
}

}  // namespace jobs

#include "jobs/lifecycle.hpp"

#include <algorithm>

#include "engine/base/expects.hpp"

namespace jobs {

namespace {

using enum Action;

Decision move_to(Phase to, std::vector<Action> actions) { return {Verdict::move, to, std::move(actions)}; }
Decision removed(std::vector<Action> actions) {
  return {Verdict::remove, Phase::unknown, std::move(actions)};
}
Decision nothing() { return {}; }
Decision refused() { return {Verdict::refuse, Phase::unknown, {}}; }

Decision on_run(Phase now) {
  if (now == Phase::pending || now == Phase::held) return move_to(Phase::queued, {stamp_queue, enqueue});
  // A client that lost the answer to its RUN may send it again.
  return is_underway(now) ? nothing() : refused();
}

Decision on_abort(Phase now) {
  if (now == Phase::pending || now == Phase::held) return move_to(Phase::aborted, {stamp_end});
  if (is_underway(now)) return move_to(Phase::aborted, {stamp_end, cancel});
  return now == Phase::aborted ? nothing() : refused();
}

Decision on_started(Phase now) {
  if (now == Phase::queued) return move_to(Phase::executing, {stamp_start});
  return now == Phase::suspended || now == Phase::unknown ? move_to(Phase::executing, {}) : nothing();
}

Decision on_end(Phase now, Phase to) { return is_underway(now) ? move_to(to, {stamp_end}) : nothing(); }

Decision on_timeout(Phase now) {
  bool const ran = is_underway(now) && now != Phase::queued;
  return ran ? move_to(Phase::aborted, {stamp_end, cancel}) : nothing();
}

Decision on_held(Phase now) {
  if (now == Phase::pending) return move_to(Phase::held, {});
  return now == Phase::queued ? move_to(Phase::held, {cancel}) : nothing();
}

Decision on_suspended(Phase now) {
  return now == Phase::executing || now == Phase::unknown ? move_to(Phase::suspended, {}) : nothing();
}

Decision on_lost(Phase now) {
  return is_underway(now) && now != Phase::unknown ? move_to(Phase::unknown, {}) : nothing();
}

Decision on_restart(Phase now) {
  // Its place in the queue is the old one: it has waited already.
  if (now == Phase::queued) return move_to(Phase::queued, {enqueue});
  return is_underway(now) ? move_to(Phase::queued, {forget_run, stamp_queue, enqueue}) : nothing();
}

Decision on_interrupted(Phase now) {
  return now == Phase::queued ? on_restart(now) : on_end(now, Phase::error);
}

/// Removing is no compare-and-set: the job may be running by now, so the executor is told whatever the phase
/// was.
Decision on_destruction() { return removed({cancel, remove_files}); }

Decision on_archive(Phase now) {
  if (now == Phase::archived) return on_destruction();
  if (is_final(now)) return move_to(Phase::archived, {remove_files});
  if (is_underway(now)) return move_to(Phase::archived, {stamp_end, cancel, remove_files});
  return move_to(Phase::archived, {stamp_end, remove_files});
}

}  // namespace

Decision decide(Phase now, Event event) {
  switch (event) {
    case Event::run: return on_run(now);
    case Event::abort: return on_abort(now);
    case Event::started: return on_started(now);
    case Event::finished: return on_end(now, Phase::completed);
    case Event::failed: return on_end(now, Phase::error);
    case Event::timed_out: return on_timeout(now);
    case Event::held: return on_held(now);
    case Event::suspended: return on_suspended(now);
    case Event::lost: return on_lost(now);
    case Event::restart: return on_restart(now);
    case Event::interrupted: return on_interrupted(now);
    case Event::archive_due: return on_archive(now);
    case Event::destruction_due:
    case Event::deleted: return on_destruction();
  }
  engine::contract_broken("event in range", __FILE__, __LINE__);
}

bool has(Decision const& decision, Action action) {
  return std::ranges::find(decision.actions, action) != decision.actions.end();
}

std::string_view refusal(Phase now, Event event) {
  if (now == Phase::archived) return "it is kept as a record only (ARCHIVED) - make a new job";
  if (event == Event::run) return "it has ended - make a new job with the same parameters";
  return "it has ended";
}

}  // namespace jobs

/// The rules of a job's life, and nothing else: no clock, no store, no threads (UWS 1.1 section 2.1.3).
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "jobs/phase.hpp"

namespace jobs {

enum class Event {
  run,              ///< a client says PHASE=RUN
  abort,            ///< a client or an operator says PHASE=ABORT
  started,          ///< the executor begins, or goes on after a suspension
  finished,         ///< the executor has the results
  failed,           ///< the executor has an error
  timed_out,        ///< the execution duration is used up
  held,             ///< the service wants RUN once more
  suspended,        ///< the executor pauses the job and will go on by itself
  lost,             ///< the executor cannot say what became of it
  restart,          ///< the daemon died under it; it may run again
  interrupted,      ///< the daemon died under it; it must not run again
  destruction_due,  ///< its time is up and its list keeps nothing
  archive_due,      ///< its time is up and its list keeps a record
  deleted           ///< a client says DELETE
};

inline constexpr std::array<Event, 14> all_events{
    Event::run,         Event::abort,     Event::started,     Event::finished,
    Event::failed,      Event::timed_out, Event::held,        Event::suspended,
    Event::lost,        Event::restart,   Event::interrupted, Event::destruction_due,
    Event::archive_due, Event::deleted};

enum class Verdict {
  move,     ///< the job goes to phase `to`
  remove,   ///< the job is forgotten altogether
  nothing,  ///< what the event asks for is so already, or comes too late; all stays
  refuse    ///< a client asks for what this phase does not allow
};

enum class Action {
  forget_run,  ///< times, results and error of an earlier run are wiped out
  stamp_queue,
  stamp_start,
  stamp_end,
  enqueue,      ///< give it to the executor
  cancel,       ///< tell the executor to stop
  remove_files  ///< the directory goes
};

struct Decision {
  Verdict verdict = Verdict::nothing;
  Phase to = Phase::unknown;      ///< only with Verdict::move
  std::vector<Action> actions{};  ///< with move and remove
  bool operator==(Decision const&) const = default;
};

Decision decide(Phase now, Event event);

bool has(Decision const& decision, Action action);

/// Why a client's `event` is refused in phase `now`, and what can be done: "the job is COMPLETED: ...".
std::string_view refusal(Phase now, Event event);

}  // namespace jobs

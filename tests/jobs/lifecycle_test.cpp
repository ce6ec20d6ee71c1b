#include "jobs/lifecycle.hpp"

#include <map>
#include <string>

#include <doctest/doctest.h>

using namespace jobs;

namespace {

// One row per event, one column per phase, in the order of all_phases: where the job goes.
//   P Q X C E A U H S Z  = the phases (Z: archived);  .  nothing happens;  !  refused;  -  forgotten
std::map<Event, std::string> const table{
    //                         PQXCEAUHSZ
    {Event::run, "Q..!!!.Q.!"},         {Event::abort, "AAA!!.AAA!"},
    {Event::started, ".X....X.X."},     {Event::finished, ".CC...C.C."},
    {Event::failed, ".EE...E.E."},      {Event::timed_out, "..A...A.A."},
    {Event::held, "HH........"},        {Event::suspended, "..S...S..."},
    {Event::lost, ".UU.....U."},        {Event::restart, ".QQ...Q.Q."},
    {Event::interrupted, ".QE...E.E."}, {Event::destruction_due, "----------"},
    {Event::archive_due, "ZZZZZZZZZ-"}, {Event::deleted, "----------"},
};

char letter(Decision const& decision) {
  switch (decision.verdict) {
    case Verdict::nothing: return '.';
    case Verdict::refuse: return '!';
    case Verdict::remove: return '-';
    case Verdict::move: break;
  }
  for (std::size_t i = 0; i < all_phases.size(); ++i)
    if (all_phases[i] == decision.to) return "PQXCEAUHSZ"[i];
  return '?';
}

template <class Check>
void for_all(Check const& check) {
  for (Phase const phase : all_phases)
    for (Event const event : all_events) check(phase, event, decide(phase, event));
}

}  // namespace

TEST_CASE("every phase and every event: where the job goes") {
  for (Event const event : all_events) {
    std::string row;
    for (Phase const phase : all_phases) row += letter(decide(phase, event));
    CHECK(row == table.at(event));
  }
}

TEST_CASE("a job that has ended moves nowhere but into the archive") {
  for_all([](Phase phase, Event, Decision const& decision) {
    if (is_final(phase) && decision.verdict == Verdict::move) CHECK(decision.to == Phase::archived);
  });
}

TEST_CASE("an end has its time exactly when the job ends") {
  for_all([](Phase phase, Event, Decision const& decision) {
    if (decision.verdict != Verdict::move) return;
    CHECK(has(decision, Action::stamp_end) == (!is_final(phase) && is_final(decision.to)));
  });
}

TEST_CASE("an executor is told to stop whenever a job that it has is taken from it") {
  for_all([](Phase phase, Event event, Decision const& decision) {
    bool const executor_said_so =
        event == Event::finished || event == Event::failed || event == Event::interrupted;
    bool const leaves =
        decision.verdict == Verdict::remove ||
        (decision.verdict == Verdict::move && (is_final(decision.to) || decision.to == Phase::held));
    if (is_underway(phase) && leaves && !executor_said_so) CHECK(has(decision, Action::cancel));
    if (!is_underway(phase) && decision.verdict == Verdict::move) CHECK(!has(decision, Action::cancel));
  });
}

TEST_CASE("a job that becomes QUEUED is given to an executor, and no other") {
  for_all([](Phase, Event, Decision const& decision) {
    bool const queued = decision.verdict == Verdict::move && decision.to == Phase::queued;
    CHECK(has(decision, Action::enqueue) == queued);
  });
}

TEST_CASE("files go with the job, whether it is forgotten or archived") {
  for_all([](Phase, Event, Decision const& decision) {
    bool const goes = decision.verdict == Verdict::remove ||
                      (decision.verdict == Verdict::move && decision.to == Phase::archived);
    CHECK(has(decision, Action::remove_files) == goes);
  });
}

TEST_CASE("only what clients ask for can be refused, and a refusal says why") {
  for_all([](Phase phase, Event event, Decision const& decision) {
    if (decision.verdict != Verdict::refuse) return;
    CHECK((event == Event::run || event == Event::abort));
    CHECK(!refusal(phase, event).empty());
  });
}

TEST_CASE("the words of UWS are read back, in any case") {
  for (Phase const phase : all_phases) CHECK(phase_named(uws_name(phase)) == phase);
  CHECK(phase_named("executing") == Phase::executing);
  CHECK(!phase_named("RUNNING"));
  CHECK(!phase_named(""));
}

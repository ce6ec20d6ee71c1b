#include "tests/jobs/store_contract.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"

namespace store_contract {

using namespace jobs;
using namespace std::chrono_literals;

namespace {

Instant const start = *instant_from("2026-11-21T09:00:00.123Z");

Job plain_job(int number, std::string const& list = "tap", std::string const& owner = "") {
  Job job;
  job.id = "J" + std::to_string(1000 + number);
  job.list = list;
  job.owner = owner;
  job.created = start + number * 10ms;
  return job;
}

std::vector<std::string> ids(std::vector<JobBrief> const& briefs) {
  std::vector<std::string> found;
  for (JobBrief const& brief : briefs) found.push_back(brief.id);
  return found;
}

using Ids = std::vector<std::string>;

void a_job_comes_back_as_it_was(JobStore& store) {
  Job const job = full_job(1);
  store.add(job);
  auto const found = store.find(job.id);
  REQUIRE(found);
  CHECK(*found == job);
  CHECK(!store.find("J9999"));
  CHECK(!store.find("'; DROP TABLE job; --"));
  CHECK_THROWS_AS(store.add(job), engine::Failure);
}

void a_bare_job_comes_back_as_it_was(JobStore& store) {
  Job const job = plain_job(1);
  store.add(job);
  CHECK(store.find(job.id) == job);
}

void briefs_agree_with_jobs(JobStore& store) {
  for (int i = 0; i < 3; ++i) store.add(full_job(i));
  for (JobBrief const& brief : store.list({})) CHECK(brief == brief_of(*store.find(brief.id)));
}

void newest_first(JobStore& store) {
  for (int const number : {2, 0, 3, 1}) store.add(plain_job(number));
  Job twin = plain_job(4);
  twin.created = start + 30ms;  // as J1003
  store.add(twin);
  CHECK(ids(store.list({})) == Ids{"J1004", "J1003", "J1002", "J1001", "J1000"});
  CHECK(ids(store.list({.last = 2})) == Ids{"J1004", "J1003"});
  CHECK(ids(store.list({.offset = 1, .limit = 2})) == Ids{"J1003", "J1002"});
  CHECK(ids(store.list({.last = 3, .offset = 2, .limit = 5})) == Ids{"J1002"});
  CHECK(ids(store.list({.offset = 9})).empty());
  CHECK(ids(store.list({.limit = 0})).empty());
  CHECK(store.count({}) == 5);
  CHECK(store.count({.last = 2}) == 2);
}

void filters(JobStore& store) {
  Job a = plain_job(0, "tap", "ada"), b = plain_job(1, "map", "ada"), c = plain_job(2, "tap", ""),
      d = plain_job(3, "tap", "bob");
  a.phase = Phase::completed;
  b.phase = Phase::archived;
  c.phase = Phase::executing;
  for (Job const& job : {a, b, c, d}) store.add(job);
  CHECK(ids(store.list({})) == Ids{"J1003", "J1002", "J1000"});
  CHECK(ids(store.list({.list = "tap"})) == Ids{"J1003", "J1002", "J1000"});
  CHECK(ids(store.list({.list = "map"})).empty());
  CHECK(ids(store.list({.list = "map", .phases = {Phase::archived}})) == Ids{"J1001"});
  CHECK(ids(store.list({.owner = "ada"})) == Ids{"J1000"});
  CHECK(ids(store.list({.owner = ""})) == Ids{"J1002"});
  CHECK(ids(store.list({.phases = {Phase::completed, Phase::pending, Phase::archived}})) ==
        Ids{"J1003", "J1001", "J1000"});
  CHECK(ids(store.list({.after = start + 10ms})) == Ids{"J1003", "J1002"});
  CHECK(ids(store.list(
            {.list = "tap", .phases = {Phase::pending, Phase::executing}, .after = start, .last = 1})) ==
        Ids{"J1003"});
  // LAST counts what passes the other filters, not what is in the store.
  CHECK(ids(store.list({.owner = "ada", .last = 1})) == Ids{"J1000"});
  CHECK(store.count({.list = "tap", .owner = "bob"}) == 1);
}

void unfinished_in_the_order_of_the_queue(JobStore& store) {
  int number = 0;
  for (Phase const phase : all_phases) {
    Job job = plain_job(number);
    job.phase = phase;
    job.queued = start - number * 1s;
    store.add(job);
    ++number;
  }
  Ids found;
  for (Job const& job : store.unfinished()) found.push_back(job.id);
  // suspended 8, unknown 6, executing 2, queued 1: later numbers were queued earlier
  CHECK(found == Ids{"J1008", "J1006", "J1002", "J1001"});
}

void due_for_destruction_earliest_first(JobStore& store) {
  for (int number = 0; number < 4; ++number) {
    Job job = plain_job(number);
    if (number != 3) job.destruction = start + (3 - number) * 1h;
    if (number == 1) job.phase = Phase::archived;
    store.add(job);
  }
  CHECK(store.due_for_destruction(start, 10).empty());
  CHECK(store.due_for_destruction(start + 1h, 10) == Ids{"J1002"});
  CHECK(store.due_for_destruction(start + 24h, 10) == Ids{"J1002", "J1001", "J1000"});
  CHECK(store.due_for_destruction(start + 24h, 2) == Ids{"J1002", "J1001"});
}

void a_move_tells_the_job_as_it_is_then(JobStore& store) {
  Job job = full_job(1);
  job.phase = Phase::pending;
  store.add(job);
  auto const agrees = [&](Phase from, Phase to, JobUpdate const& update) {
    auto const told = store.move(job.id, from, to, update);
    return told && told == store.find(job.id);
  };
  CHECK(agrees(Phase::pending, Phase::queued, {.forget_run = true, .queued = start}));
  CHECK(agrees(Phase::queued, Phase::executing, {.started = start, .more_attempts = 1}));
  CHECK(agrees(Phase::executing, Phase::executing, {.info = JobInfo{"half", 0.5}, .may_be_lost = true}));
  std::vector<ResultLink> const results{{.id = "map", .path = "a"}};
  CHECK(agrees(Phase::executing, Phase::completed, {.ended = start + 1s, .results = results}));
  CHECK(store.find(job.id)->results == results);
  CHECK(!store.move(job.id, Phase::executing, Phase::error, {}));
}

void a_move_is_compare_and_set(JobStore& store) {
  Job const job = plain_job(1);
  store.add(job);
  CHECK(!store.move(job.id, Phase::queued, Phase::executing, {.started = start}));
  CHECK(store.find(job.id) == job);
  CHECK(store.move(job.id, Phase::pending, Phase::queued, {.queued = start + 1s}));
  CHECK(!store.move(job.id, Phase::pending, Phase::queued, {}));
  CHECK(!store.move("J7777", Phase::pending, Phase::queued, {}));
  auto const moved = store.find(job.id);
  CHECK(moved->phase == Phase::queued);
  CHECK(moved->queued == start + 1s);
  CHECK(moved->revision == job.revision + 1);
}

void an_update_changes_what_it_names(JobStore& store) {
  Job job = full_job(1);
  job.phase = Phase::executing;
  store.add(job);
  CHECK(store.move(job.id, Phase::executing, Phase::executing,
                   {.info = JobInfo{"writing", 0.25}, .batch_id = "77"}));
  job.info = {"writing", 0.25};
  job.batch_id = "77";
  ++job.revision;
  CHECK(store.find(job.id) == job);

  std::vector<ResultLink> const results{{.id = "map", .path = "map.fits", .size = 5},
                                        {.id = "log", .href = "http://x/y"}};
  ErrorSummary const error{"no \"disk\"\n", ErrorType::transient, "error", "text/plain"};
  CHECK(store.move(job.id, Phase::executing, Phase::error,
                   {.ended = start + 9s,
                    .destruction = start + 99s,
                    .quote = start + 5s,
                    .results = results,
                    .error = error,
                    .more_attempts = 1}));
  job.phase = Phase::error;
  job.ended = start + 9s;
  job.destruction = start + 99s;
  job.quote = start + 5s;
  job.results = results;
  job.error = error;
  ++job.attempts;
  ++job.revision;
  CHECK(store.find(job.id) == job);
}

void forgetting_a_run_comes_before_the_rest(JobStore& store) {
  Job job = full_job(1);
  job.phase = Phase::executing;
  store.add(job);
  CHECK(store.move(job.id, Phase::executing, Phase::queued, {.forget_run = true, .queued = start + 7s}));
  job.phase = Phase::queued;
  job.queued = start + 7s;
  job.started = job.ended = job.quote = std::nullopt;
  job.results.clear();
  job.error.reset();
  job.info = {};
  job.batch_id.clear();
  ++job.revision;
  CHECK(store.find(job.id) == job);
}

void a_draft_needs_the_revision_it_was_made_from(JobStore& store) {
  Job job = plain_job(1);
  store.add(job);
  Draft const draft{{{.name = "QUERY", .value = "SELECT 1"},
                     {.name = "UPLOAD", .value = "a,param:a"},
                     {.name = "UPLOAD", .value = "b,param:b"},
                     {.name = "a", .value = "a.vot", .file = "uploads/1-a", .mime_type = "text/xml"}},
                    "my run",
                    "c0ffee",
                    start + 3s};
  CHECK(store.set_draft(job.id, job.revision, draft));
  CHECK(!store.set_draft(job.id, job.revision, {}));
  auto const found = store.find(job.id);
  CHECK(found->parameters == draft.parameters);
  CHECK(found->run_id == "my run");
  CHECK(found->recipe_hash == "c0ffee");
  CHECK(found->quote == start + 3s);
  CHECK(found->revision == job.revision + 1);
  CHECK(store.move(job.id, Phase::pending, Phase::queued, {}));
  CHECK(!store.set_draft(job.id, found->revision + 1, {}));
  CHECK(!store.set_draft("J7777", 0, {}));
}

void limits_can_be_set_and_lifted(JobStore& store) {
  Job const job = plain_job(1);
  store.add(job);
  CHECK(store.set_destruction(job.id, start + 48h));
  CHECK(store.set_execution_duration(job.id, 90s));
  auto found = store.find(job.id);
  CHECK(found->destruction == start + 48h);
  CHECK(found->execution_duration == 90s);
  CHECK(found->revision == job.revision + 2);
  CHECK(store.set_destruction(job.id, std::nullopt));
  CHECK(!store.find(job.id)->destruction);
  CHECK(!store.set_destruction("J7777", start));
  CHECK(!store.set_execution_duration("J7777", 1s));
}

void a_removed_job_is_gone(JobStore& store) {
  Job const job = full_job(1);
  store.add(job);
  CHECK(store.remove(job.id));
  CHECK(!store.remove(job.id));
  CHECK(!store.find(job.id));
  CHECK(store.list({}).empty());
  CHECK(store.unfinished().empty());
  store.add(job);  // nothing is left that could be in the way
  CHECK(store.find(job.id) == job);
}

void of_many_who_move_a_job_one_succeeds(JobStore& store) {
  constexpr int rounds = 25, rivals = 4;
  for (int round = 0; round < rounds; ++round) {
    Job const job = plain_job(round);
    store.add(job);
    std::atomic<int> winners = 0;
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < rivals; ++i)
        threads.emplace_back([&, i] {
          Phase const to = i % 2 == 0 ? Phase::queued : Phase::aborted;
          if (store.move(job.id, Phase::pending, to, {})) ++winners;
        });
    }
    CHECK(winners == 1);
    CHECK(store.find(job.id)->revision == 1);
  }
}

void text_is_kept_to_the_letter(JobStore& store) {
  Job job = plain_job(1);
  job.run_id = "a\\b 'c' \"d\" {e,f} \xE2\x98\x85 $1 \t";
  job.parameters = {{.name = "N\\,\"'", .value = "line 1\nline 2\r\n\\N\t\xF0\x9F\x94\xAD"},
                    {.name = "empty", .value = ""}};
  store.add(job);
  CHECK(store.find(job.id) == job);
}

}  // namespace

Job full_job(int number) {
  Job job = plain_job(number, "map", "ada@example.org");
  job.run_id = "run " + std::to_string(number);
  job.phase = Phase::completed;
  job.queued = start + 1s;
  job.started = start + 2s;
  job.ended = start + 3s;
  job.destruction = start + 48h;
  job.quote = start + 4s;
  job.execution_duration = 600s;
  job.parameters = {{.name = "EMIN", .value = "0.5 TeV"},
                    {.name = "LIST", .value = "http://x/y?a=1&b=2", .by_reference = true},
                    {.name = "upload",
                     .value = "a b.vot",
                     .file = "uploads/1-a_b.vot",
                     .mime_type = "application/x-votable+xml"}};
  job.results = {{.id = "map",
                  .path = "map.fits",
                  .mime_type = "application/fits",
                  .size = 5'000'000'000,
                  .sha256 = std::string(64, 'a')},
                 {.id = "elsewhere", .href = "https://example.org/x"}};
  job.error = ErrorSummary{"it \"broke\"", ErrorType::transient, "error", "application/x-votable+xml"};
  job.info = {"selecting events", 1.0 / 3};
  job.batch_id = "4711";
  job.recipe_hash = std::string(64, 'b');
  job.attempts = 2;
  job.revision = 17;
  return job;
}

std::vector<Check> const& checks() {
  static std::vector<Check> const all{
      {"a job comes back as it was", a_job_comes_back_as_it_was},
      {"a bare job comes back as it was", a_bare_job_comes_back_as_it_was},
      {"text is kept to the letter", text_is_kept_to_the_letter},
      {"briefs agree with jobs", briefs_agree_with_jobs},
      {"newest first", newest_first},
      {"filters", filters},
      {"unfinished jobs in the order of the queue", unfinished_in_the_order_of_the_queue},
      {"due for destruction, earliest first", due_for_destruction_earliest_first},
      {"a move tells the job as it is then", a_move_tells_the_job_as_it_is_then},
      {"a move is compare-and-set", a_move_is_compare_and_set},
      {"an update changes what it names", an_update_changes_what_it_names},
      {"forgetting a run comes before the rest", forgetting_a_run_comes_before_the_rest},
      {"a draft needs the revision it was made from", a_draft_needs_the_revision_it_was_made_from},
      {"limits can be set and lifted", limits_can_be_set_and_lifted},
      {"a removed job is gone", a_removed_job_is_gone},
      {"of many who move a job one succeeds", of_many_who_move_a_job_one_succeeds},
  };
  return all;
}

}  // namespace store_contract

#include <set>

#include <doctest/doctest.h>

#include "jobs/supervisor.hpp"
#include "tests/jobs/failing_store.hpp"
#include "tests/jobs/test_service.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace test_jobs;
using namespace std::chrono_literals;
using jobs::Phase;

namespace {

jobs::JobId queued_by_a_dead_daemon(jobs::JobStore& store, Phase phase, int attempts = 0) {
  jobs::Job job = pending_job("again");
  job.phase = phase;
  job.queued = jobs::Instant(1ms);
  if (phase != Phase::queued) job.started = jobs::Instant(2ms);
  job.attempts = attempts;
  store.add(job);
  return job.id;
}

}  // namespace

TEST_CASE("after a restart queued jobs run, running ones run again, and nothing is lost") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  std::vector<jobs::JobId> ids;
  for (Phase const phase : {Phase::queued, Phase::executing, Phase::suspended, Phase::unknown})
    ids.push_back(queued_by_a_dead_daemon(store, phase));
  auto const pending = pending_job();
  store.add(pending);
  Service service(store, folder.path(), write_text, {.restartable = true});
  service.supervisor.recover();
  for (auto const& id : ids) REQUIRE(eventually([&] { return store.find(id)->phase == Phase::completed; }));
  CHECK(store.find(pending.id) == pending);
}

TEST_CASE("after a restart a job that must not run twice ends with an error that says so") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  auto const waiting = queued_by_a_dead_daemon(store, Phase::queued);
  auto const running = queued_by_a_dead_daemon(store, Phase::executing, 1);
  Service service(store, folder.path(), write_text, {.restartable = false});
  service.supervisor.recover();
  REQUIRE(eventually([&] { return store.find(waiting)->phase == Phase::completed; }));
  auto const job = store.find(running);
  CHECK(job->phase == Phase::error);
  CHECK(job->ended);
  REQUIRE(job->error);
  CHECK(job->error->type == jobs::ErrorType::transient);
  CHECK(job->error->message.find("restarted") != std::string::npos);
}

TEST_CASE("a job that may be what kills the daemon is given up after three attempts") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  auto const killer = queued_by_a_dead_daemon(store, Phase::executing, 3);
  auto const innocent = queued_by_a_dead_daemon(store, Phase::executing, 2);
  Service service(store, folder.path(), write_text, {.restartable = true});
  service.supervisor.recover();
  CHECK(store.find(killer)->phase == Phase::error);
  CHECK(eventually([&] { return store.find(innocent)->phase == Phase::completed; }));
}

TEST_CASE("directories without a job are removed after a restart, others stay") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  auto const kept = pending_job(), lost = pending_job();
  store.add(kept);
  Service service(store, folder.path(), write_text);
  service.directories.keep_upload(kept, "a", "x");
  service.directories.keep_upload(lost, "a", "x");
  service.supervisor.recover();
  CHECK(service.directories.present("tap") == std::vector<jobs::JobId>{kept.id});
}

TEST_CASE("a graceful stop leaves running jobs to the next start") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  Gate gate;
  auto const run = [&](jobs::Job const& job, jobs::RunControl& control) {
    gate.pass(control.stop);
    if (control.stop.stop_requested()) return jobs::Outcome(jobs::Stopped{});
    return write_text(job, control);
  };
  auto const job = pending_job(), waiting = pending_job();
  store.add(job);
  store.add(waiting);
  {
    Service service(store, folder.path(), run, {.restartable = true}, {.threads = 1});
    service.supervisor.run(job.id);
    service.supervisor.run(waiting.id);
    REQUIRE(eventually([&] { return gate.waiting() == 1; }));
  }
  CHECK(store.find(job.id)->phase == Phase::executing);
  CHECK(store.find(waiting.id)->phase == Phase::queued);
  gate.open();
  Service service(store, folder.path(), run, {.restartable = true}, {.threads = 1});
  service.supervisor.recover();
  REQUIRE(eventually([&] { return store.count({.phases = {Phase::completed}}) == 2; }));
  CHECK(store.find(job.id)->attempts == 2);
}

TEST_CASE("killed at any moment: after a restart every job ends as it should, with its own result") {
  constexpr int jobs_each = 4;
  std::set<std::string> ends;
  int killed = 0;
  for (Breaks const breaks : {Breaks::for_good_before, Breaks::for_good_after})
    for (int moment = 1; moment < 400; ++moment) {
      test_support::TemporaryDirectory folder;
      jobs::MemoryStore store;
      std::vector<jobs::JobId> ids;
      for (int i = 0; i < jobs_each; ++i) {
        auto const job = pending_job("text " + std::to_string(i));
        store.add(job);
        ids.push_back(job.id);
      }
      bool was_killed = false;
      {
        FailingStore mortal(store, moment, breaks);
        Service service(mortal, folder.path(), write_text, {.restartable = true}, {.threads = 2});
        try {
          for (auto const& id : ids) service.supervisor.run(id);
          eventually([&] {
            return mortal.calls() >= moment || store.count({.phases = {Phase::completed}}) == jobs_each;
          });
        } catch (engine::Failure const&) {
          // the client saw its connection break
        }
        service.stop();
        was_killed = mortal.calls() >= moment;
      }
      killed += was_killed;
      Service service(store, folder.path(), write_text, {.restartable = true}, {.threads = 2});
      service.supervisor.recover();
      for (auto const& id : ids) service.supervisor.run(id);  // clients that got no answer ask again
      REQUIRE(eventually([&] { return store.count({.phases = {Phase::completed}}) == jobs_each; }));
      for (int i = 0; i < jobs_each; ++i) {
        auto const job = store.find(ids[static_cast<std::size_t>(i)]);
        REQUIRE(job->results.size() == 1);
        std::ifstream file(service.directories.result_file(*job, job->results[0]));
        std::string text;
        std::getline(file, text);
        CHECK(text == "text " + std::to_string(i));
        CHECK(job->attempts <= 2);
      }
      if (!was_killed) break;  // it never comes so far: all moments have been seen
    }
  CHECK(killed > 20);
}

TEST_CASE(
    "a database that is away for a moment, at any moment, costs nobody a job, nor makes one run twice") {
  constexpr int jobs_each = 3;
  for (bool const restartable : {true, false})
    for (Breaks const breaks : {Breaks::once_before, Breaks::once_after})
      for (int moment = 1; moment < 26; ++moment) {
        test_support::TemporaryDirectory folder;
        jobs::MemoryStore store;
        FailingStore mortal(store, moment, breaks);
        Service service(mortal, folder.path(), write_text, {.restartable = restartable}, {.threads = 2});
        std::vector<jobs::JobId> ids;
        for (int i = 0; i < jobs_each; ++i) {
          auto const job = pending_job();
          store.add(job);
          ids.push_back(job.id);
          for (bool asked = false; !asked;) try {
              service.supervisor.run(job.id);
              asked = true;
            } catch (engine::Failure const&) {
              // the client tries again
            }
        }
        CHECK(eventually([&] {
          service.supervisor.tick();
          return store.count({.phases = {Phase::completed}}) == jobs_each;
        }));
        CAPTURE(restartable);
        CAPTURE(static_cast<int>(breaks));
        CAPTURE(moment);
        for (auto const& id : ids) {
          auto const job = store.find(id);
          REQUIRE(job->results.size() == 1);
          CHECK(std::filesystem::exists(service.directories.result_file(*job, job->results[0])));
        }
      }
}

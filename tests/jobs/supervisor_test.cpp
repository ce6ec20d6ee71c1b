#include "jobs/supervisor.hpp"

#include <set>

#include <doctest/doctest.h>

#include "tests/jobs/test_service.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace test_jobs;
using namespace std::chrono_literals;
using jobs::Phase;

TEST_CASE("a job that runs longer than it may is stopped, and told why") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  HandClock clock;
  Gate gate;
  auto const run = [&](jobs::Job const& job, jobs::RunControl& control) {
    gate.pass(control.stop);
    return write_text(job, control);
  };
  Service service(store, folder.path(), run, {}, {}, clock.options());
  auto short_one = pending_job(), free_one = pending_job();
  short_one.execution_duration = 60s;
  store.add(short_one);
  store.add(free_one);
  service.supervisor.run(short_one.id);
  service.supervisor.run(free_one.id);
  REQUIRE(eventually([&] { return gate.waiting() == 2; }));
  clock.now = clock.now.load() + 59s;
  service.supervisor.tick();
  CHECK(store.find(short_one.id)->phase == Phase::executing);

  SUBCASE("at its limit") {
    clock.now = clock.now.load() + 1s;
    service.supervisor.tick();
    auto const job = store.find(short_one.id);
    CHECK(job->phase == Phase::aborted);
    REQUIRE(job->error);
    CHECK(job->error->message.find("60 s") != std::string::npos);
    CHECK(store.find(free_one.id)->phase == Phase::executing);
    CHECK(eventually([&] { return gate.waiting() == 1; }));
  }
  SUBCASE("unless the limit is raised while it runs") {
    CHECK(service.supervisor.set_execution_duration(short_one.id, 600s));
    clock.now = clock.now.load() + 500s;
    service.supervisor.tick();
    CHECK(store.find(short_one.id)->phase == Phase::executing);
  }
  gate.open();
}

TEST_CASE("expired jobs go, with their files, in any phase") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  HandClock clock;
  Service service(store, folder.path(), write_text, {}, {}, clock.options());
  std::vector<jobs::JobId> ids;
  for (Phase const phase : jobs::all_phases) {
    auto job = pending_job();
    job.phase = phase;
    job.destruction = clock.now.load() + 10s;
    store.add(job);
    service.directories.keep_upload(job, "a", "x");
  }
  auto forever = pending_job();
  store.add(forever);
  clock.now = clock.now.load() + 9999ms;
  service.supervisor.tick();
  CHECK(store.count({}) + store.count({.phases = {Phase::archived}}) == 11);
  clock.now = clock.now.load() + 1ms;
  service.supervisor.tick();
  CHECK(store.count({}) == 1);
  CHECK(store.count({.phases = {Phase::archived}}) == 0);
  CHECK(service.directories.present("tap").empty());
}

TEST_CASE("where records are kept an expired job is ARCHIVED, and forgotten later") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  HandClock clock;
  Service service(store, folder.path(), write_text, {.keep_record = 24h}, {}, clock.options());
  auto job = pending_job();
  job.phase = Phase::error;
  job.ended = clock.now.load();
  job.error = jobs::ErrorSummary{"broken", jobs::ErrorType::fatal, "error", "text/plain"};
  job.results = {{.id = "log", .path = "log.txt"}};
  job.destruction = clock.now.load() + 10s;
  store.add(job);
  service.directories.write_error(job, "broken");
  clock.now = clock.now.load() + 10s;
  service.supervisor.tick();
  auto const record = store.find(job.id);
  REQUIRE(record);
  CHECK(record->phase == Phase::archived);
  CHECK(record->results.empty());
  CHECK(record->parameters == job.parameters);
  CHECK(record->ended == job.ended);
  CHECK(record->error->message == "broken");
  CHECK(!record->error->has_detail());
  CHECK(!std::filesystem::exists(service.directories.of(job)));
  clock.now = clock.now.load() + 24h;
  service.supervisor.tick();
  CHECK(!store.find(job.id));
}

TEST_CASE("of two RUNs and an ABORT at once each job runs once at most, and all agree how it ended") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  std::mutex mutex;
  std::multiset<std::string> ran;
  auto const run = [&](jobs::Job const& job, jobs::RunControl& control) {
    {
      std::scoped_lock const lock(mutex);
      ran.insert(job.id);
    }
    return write_text(job, control);
  };
  Service service(store, folder.path(), run, {}, {.threads = 3});
  for (int round = 0; round < 150; ++round) {
    auto const job = pending_job();
    store.add(job);
    {
      std::jthread const one([&] { service.supervisor.run(job.id); });
      std::jthread const two([&] { service.supervisor.run(job.id); });
      std::jthread const three([&] { service.supervisor.abort(job.id); });
    }
    REQUIRE(eventually([&] { return is_final(store.find(job.id)->phase); }));
    auto const ended = store.find(job.id);
    std::scoped_lock const lock(mutex);
    CHECK(ran.count(job.id) <= 1);
    CHECK(ended->results.empty() == (ended->phase != Phase::completed));
    CHECK(ended->ended);
  }
  REQUIRE(eventually([&] { return service.executor.running() == 0 && service.executor.waiting() == 0; }));
  for (auto const& brief : store.list({.phases = {Phase::aborted}}))
    CHECK(eventually(
        [&] { return !std::filesystem::exists(service.directories.of("tap", brief.id) / "results"); }));
}

TEST_CASE("everybody who waits is told of every change of phase") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  std::atomic<int> told = 0;
  jobs::SupervisorOptions options;
  options.changed = [&](jobs::Job const&, jobs::Change change) { told += change == jobs::Change::phase; };
  Service service(store, folder.path(), write_text, {}, {}, options);
  auto const job = pending_job();
  store.add(job);
  service.supervisor.run(job.id);
  REQUIRE(eventually([&] { return store.find(job.id)->phase == Phase::completed; }));
  CHECK(eventually([&] { return told == 3; }));  // queued, executing, completed
  service.supervisor.remove(job.id);
  CHECK(told == 4);
}

TEST_CASE("a job of a list that nobody runs waits, and runs when somebody does") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  auto job = pending_job();
  job.list = "map";
  store.add(job);
  Service service(store, folder.path(), write_text);
  service.supervisor.run(job.id);
  service.supervisor.tick();
  CHECK(store.find(job.id)->phase == Phase::queued);
  CHECK(service.supervisor.abort(job.id).phase == Phase::aborted);
}

// Jobs as processes that outlive us: their ends, their cancellation, their adoption.
#include <doctest/doctest.h>

#include "jobs/memory_store.hpp"
#include "tests/jobs/work/batch_site.hpp"
#include "tests/support/temporary_directory.hpp"

using jobs::Phase;
using test_jobs::BatchSite;
using test_jobs::soon;
using namespace std::chrono_literals;

TEST_CASE("a job runs as a process, tells its progress, and its results are published at the end") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  BatchSite site(store, folder.path());
  auto const id = site.run(
      "echo '{\"stage\": \"counting\", \"fraction\": 0.25}' >&2; echo found > out.txt; "
      "while [ ! -e go ]; do sleep 0.01; done");
  REQUIRE(soon([&] { return store.find(id)->info.stage == "counting"; }));
  CHECK(store.find(id)->info.fraction == 0.25);
  CHECK(site.phase(id) == Phase::executing);
  CHECK(store.find(id)->batch_id.starts_with("local:"));
  CHECK(!std::filesystem::exists(site.directories.of("script", id) / "results"));
  std::ofstream(site.directories.of("script", id) / ".results" / "go");
  REQUIRE(site.comes_to(id, Phase::completed));
  CHECK(site.result(id, "out.txt") == "found\n");
  CHECK(store.find(id)->results.at(0).size == 6);
}

TEST_CASE("a job that fails keeps what its finish step keeps, and nothing else") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  BatchSite site(store, folder.path());
  auto const id = site.run("echo partial > other.txt; mkdir d; echo x > d/y; echo words > log.txt; exit 1");
  REQUIRE(site.comes_to(id, Phase::error));
  auto const job = store.find(id);
  REQUIRE(job->results.size() == 1);
  CHECK(job->results[0].path == "log.txt");
  auto const results = site.directories.of("script", id) / "results";
  CHECK(std::distance(std::filesystem::directory_iterator(results), {}) == 1);
  CHECK(site.result(id, "log.txt") == "words\n");
}

TEST_CASE("a link among the results does not lead out of them") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  BatchSite site(store, folder.path());
  auto const id = site.run("ln -s /etc/passwd out.txt");
  REQUIRE(site.comes_to(id, Phase::error));
  CHECK(store.find(id)->error->message.find("regular file") != std::string::npos);
  CHECK(store.find(id)->results.empty());
}

TEST_CASE("what uses up its execution duration is ABORTED, whoever notices first, and keeps its log") {
  for (bool const with_supervisor : {true, false}) {
    test_support::TemporaryDirectory folder;
    jobs::MemoryStore store;
    BatchSite site(store, folder.path());
    if (with_supervisor) site.supervisor.begin();
    auto const id = site.run("echo words > log.txt; sleep 300", "", 1s);
    REQUIRE(site.comes_to(id, Phase::aborted));
    REQUIRE(soon([&] { return site.processes_of(id) == 0 && !store.find(id)->results.empty(); }));
    CHECK(store.find(id)->error->message.find("1 s") != std::string::npos);
    CHECK(site.result(id, "log.txt") == "words\n");
  }
}

TEST_CASE("a running job may be allowed more time, or less") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  BatchSite site(store, folder.path());
  auto const id = site.run("sleep 300", "", 1000s);
  REQUIRE(soon([&] { return site.processes_of(id) > 0; }));
  REQUIRE(soon([&] { return !store.find(id)->batch_id.empty(); }));
  site.supervisor.set_execution_duration(id, 1s);
  CHECK(site.comes_to(id, Phase::aborted));  // by the shepherd: nobody calls tick()
}

TEST_CASE("an aborted job is ABORTED at once, and its processes die; results so far stay") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  BatchSite site(store, folder.path());
  auto const id = site.run("echo words > log.txt; trap '' TERM; setsid sleep 300 & sleep 300; sleep 300");
  REQUIRE(soon([&] { return site.processes_of(id) >= 3; }));
  site.supervisor.abort(id);
  CHECK(site.phase(id) == Phase::aborted);
  CHECK(soon([&] { return site.processes_of(id) == 0 && !store.find(id)->results.empty(); }));
  CHECK(site.phase(id) == Phase::aborted);
  CHECK(!store.find(id)->error);
}

TEST_CASE("of a job that is deleted while it runs nothing stays, neither process nor file") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  BatchSite site(store, folder.path());
  auto const id = site.run("while :; do date >> log.txt; done");
  REQUIRE(soon([&] { return site.processes_of(id) > 0; }));
  site.supervisor.remove(id);
  CHECK(!store.find(id));
  CHECK(soon([&] { return site.processes_of(id) == 0; }));
  CHECK(soon([&] { return !std::filesystem::exists(site.directories.of("script", id)); }));
  CHECK(site.run("true") != id);
}

TEST_CASE("if the shepherd is killed its job is lost, with a sentence, and so are its processes") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  BatchSite site(store, folder.path());
  auto const id = site.run("setsid sleep 300 & setsid setsid sleep 300 & sleep 300");
  REQUIRE(soon([&] { return site.processes_of(id) >= 4; }));
  auto const shepherd = jobs::signed_by(site.work(id));
  REQUIRE(shepherd);
  kill(shepherd->process.pid, SIGKILL);
  REQUIRE(site.comes_to(id, Phase::error));
  CHECK(store.find(id)->error->message.find("lost: the process that watched it is gone") == 0);
  CHECK(site.processes_of(id) == 0);
}

TEST_CASE("ABORT and DELETE at any moment: the job ends as it was asked to, and nothing is left running") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  BatchSite site(store, folder.path(), {}, {.running = 4});
  for (int i = 0; i < 60; ++i) {
    auto const id = site.run("sleep 0.02; echo x > out.txt");
    std::this_thread::sleep_for(std::chrono::microseconds(i * 700));
    bool const deletes = i % 2 == 1;
    deletes ? site.supervisor.remove(id) : site.supervisor.abort(id);
    if (deletes)
      CHECK(soon([&] { return !std::filesystem::exists(site.directories.of("script", id)); }));
    else
      CHECK((site.phase(id) == Phase::aborted || site.phase(id) == Phase::completed));
    CHECK(soon([&] { return site.processes_of(id) == 0; }));
  }
  auto const after = site.run("true");
  CHECK(site.comes_to(after, Phase::completed));  // no place was lost
}

TEST_CASE("a daemon that stops leaves what runs alone; the next one goes on with it") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  jobs::JobId running, ended, waiting;
  {
    BatchSite site(store, folder.path(), {}, {.running = 2});
    running = site.run("echo a >> ../count; while [ ! -e go ]; do sleep 0.01; done; echo late > out.txt");
    ended = site.run("echo a >> ../count; while [ ! -e go ]; do sleep 0.01; done; echo alone > out.txt");
    waiting = site.run("echo waited > out.txt");
    for (auto const& id : {running, ended})
      REQUIRE(soon([&] { return std::filesystem::exists(site.directories.of("script", id) / "count"); }));
  }
  jobs::JobDirectories const directories(folder.path());
  CHECK(store.find(running)->phase == Phase::executing);
  std::ofstream(directories.of("script", ended) / ".results" / "go");  // it ends while nobody looks
  auto const work = directories.of("script", ended) / "work";
  REQUIRE(soon([&] { return jobs::read_outcome(work, 1).has_value(); }));
  BatchSite site(store, folder.path());
  site.supervisor.recover();
  CHECK(site.comes_to(ended, Phase::completed));
  CHECK(site.phase(running) == Phase::executing);
  std::ofstream(directories.of("script", running) / ".results" / "go");
  CHECK(site.comes_to(running, Phase::completed));
  CHECK(site.comes_to(waiting, Phase::completed));
  CHECK(site.result(ended, "out.txt") == "alone\n");
  CHECK(site.result(running, "out.txt") == "late\n");
  for (auto const& id : {running, ended})
    CHECK(test_jobs::text_of(directories.of("script", id) / "count") == "a\n");
  CHECK(store.find(running)->attempts == 1);
}

TEST_CASE("a job whose preparation was cut off begins anew, even one that must not run twice") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  jobs::Job job;
  job.id = jobs::new_job_id();
  job.list = "script";
  job.phase = Phase::executing;
  job.attempts = 1;
  job.started = jobs::system_now();
  job.parameters = {{.name = "SCRIPT", .value = "echo x > out.txt"}};
  store.add(job);
  BatchSite site(store, folder.path(), {}, {}, {.restartable = false});
  site.supervisor.recover();
  REQUIRE(site.comes_to(job.id, Phase::completed));
  CHECK(store.find(job.id)->attempts == 2);
}

TEST_CASE("what still runs for a job that was aborted when the daemon died is ended by the next one") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  jobs::JobId id;
  {
    BatchSite site(store, folder.path());
    id = site.run("sleep 300");
    REQUIRE(soon([&] { return site.processes_of(id) > 0; }));
  }
  store.move(id, Phase::executing, Phase::aborted, {});
  BatchSite site(store, folder.path());
  site.supervisor.recover();
  CHECK(soon([&] { return site.processes_of(id) == 0; }));
  CHECK(site.phase(id) == Phase::aborted);
}

TEST_CASE("preparation that fails is the job's error; one that breaks is ours") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  test_jobs::ScriptSteps script;
  script.adjust = [](jobs::Claim const& claim, jobs::WorkOrder&) {
    if (claim.job.owner == "a") throw engine::Failure(engine::Fault::missing_resource, "the archive is away");
    throw std::runtime_error("bug");
  };
  BatchSite site(store, folder.path(), script);
  auto const away = site.run("true", "a"), bug = site.run("true", "b");
  REQUIRE(site.comes_to(away, Phase::error));
  CHECK(store.find(away)->error->message == "the archive is away");
  CHECK(store.find(away)->error->type == jobs::ErrorType::transient);
  REQUIRE(site.comes_to(bug, Phase::error));
  CHECK(store.find(bug)->error->message.find("internal error") == 0);
}

TEST_CASE("owners take turns, and each has so many at a time") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  BatchSite site(store, folder.path(), {}, {.running = 3, .per_owner = 1});
  for (int i = 0; i < 3; ++i) site.run("sleep 300", "greedy");
  auto const other = site.run("true", "modest");
  CHECK(site.comes_to(other, Phase::completed));
  CHECK(store.count({.phases = {Phase::executing}}) == 1);
  for (auto const& job : store.list({})) site.supervisor.abort(job.id);
}

// An executor whose jobs live elsewhere: it tells of holding, pausing and losing them, and finds them again.
#include <set>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "tests/jobs/test_service.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace test_jobs;
using namespace std::chrono_literals;
using jobs::Event;
using jobs::Phase;

namespace {

/// A batch system in a box: remembers what it was given.
class BatchSystem : public jobs::Executor {
 public:
  void attach(jobs::ExecutorEvents& to) override { events = &to; }
  void start(jobs::Job const& job) override {
    if (full) throw engine::Failure(engine::Fault::missing_resource, "the batch system does not answer");
    started.push_back(job.id);
  }
  void cancel(jobs::JobId const& id) override { cancelled.push_back(id); }
  jobs::Adoption adopt(jobs::Job const& job) override {
    return alive.contains(job.batch_id) ? jobs::Adoption::watched : jobs::Adoption::lost;
  }

  jobs::ExecutorEvents* events = nullptr;
  std::vector<jobs::JobId> started, cancelled;
  std::set<std::string> alive;
  bool full = false;
};

struct Site {
  explicit Site(jobs::JobStore& jobs_kept, std::filesystem::path const& folder)
      : store(jobs_kept),
        directories(folder),
        supervisor(store, directories, {{"tap", {.executor = &batch}}}, [this] {
          auto options = clock.options();
          options.housekeeping = 0ms;
          return options;
        }()) {}
  jobs::JobId run_new() {
    auto const job = pending_job();
    store.add(job);
    supervisor.run(job.id);
    return job.id;
  }
  Phase phase(jobs::JobId const& id) { return store.find(id)->phase; }

  jobs::JobStore& store;
  HandClock clock;
  BatchSystem batch;
  jobs::JobDirectories directories;
  jobs::Supervisor supervisor;
};

}  // namespace

TEST_CASE("a job goes through the phases that its batch system reports") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  Site site(store, folder.path());
  auto const id = site.run_new();
  CHECK(site.batch.started == std::vector{id});
  site.supervisor.submitted(id, "4711");
  CHECK(store.find(id)->batch_id == "4711");
  auto const claim = site.supervisor.started(id);
  REQUIRE(claim);
  CHECK(site.phase(id) == Phase::executing);
  CHECK(!site.supervisor.started(id));  // nobody else gets it
  for (auto const& [event, phase] :
       std::vector<std::pair<Event, Phase>>{{Event::suspended, Phase::suspended},
                                            {Event::started, Phase::executing},
                                            {Event::lost, Phase::unknown},
                                            {Event::started, Phase::executing}}) {
    site.supervisor.turned(id, event);
    CHECK(site.phase(id) == phase);
  }
  std::ofstream(claim->results / "map.fits") << "bytes";
  site.supervisor.ended(id, jobs::Completed{{{.id = "map", .path = "map.fits"}}});
  CHECK(site.phase(id) == Phase::completed);
  REQUIRE(store.find(id)->results.size() == 1);
  CHECK(store.find(id)->results[0].size == 5);
}

TEST_CASE("a job that is HELD runs when RUN comes once more") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  Site site(store, folder.path());
  auto const id = site.run_new();
  site.supervisor.turned(id, Event::held);
  CHECK(site.phase(id) == Phase::held);
  CHECK(site.batch.cancelled == std::vector{id});
  CHECK(site.supervisor.run(id).phase == Phase::queued);
  CHECK(site.batch.started == std::vector{id, id});
}

TEST_CASE("a batch system that does not answer gets the job later") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  Site site(store, folder.path());
  site.batch.full = true;
  auto const id = site.run_new();
  CHECK(site.phase(id) == Phase::queued);
  site.supervisor.tick();
  CHECK(site.batch.started.empty());
  site.batch.full = false;
  site.supervisor.tick();
  CHECK(site.batch.started == std::vector{id});
  site.supervisor.tick();
  CHECK(site.batch.started.size() == 1);
}

TEST_CASE("after a restart jobs that still live are taken up again, with their limits") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  auto alive = pending_job(), dead = pending_job();
  alive.phase = dead.phase = Phase::executing;
  alive.batch_id = "1";
  dead.batch_id = "2";
  Site site(store, folder.path());
  alive.started = dead.started = site.clock.now.load();
  alive.execution_duration = 100s;
  store.add(alive);
  store.add(dead);
  site.batch.alive = {"1"};
  site.supervisor.recover();
  CHECK(site.phase(alive.id) == Phase::executing);
  CHECK(site.phase(dead.id) == Phase::error);
  site.clock.now = site.clock.now.load() + 100s;
  site.supervisor.tick();
  CHECK(site.phase(alive.id) == Phase::aborted);
  CHECK(site.batch.cancelled == std::vector{alive.id});
}

TEST_CASE("what a dead job reports late changes nothing") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  Site site(store, folder.path());
  auto const id = site.run_new();
  auto const claim = site.supervisor.started(id);
  site.supervisor.abort(id);
  std::ofstream(claim->results / "map.fits") << "bytes";
  site.supervisor.progressed(id, {"writing", 0.9});
  site.supervisor.turned(id, Event::lost);
  site.supervisor.ended(id, jobs::Completed{{{.id = "map", .path = "map.fits"}}});
  auto const job = store.find(id);
  CHECK(job->phase == Phase::aborted);
  CHECK(job->results.empty());
  CHECK(job->info == jobs::JobInfo{});
  CHECK(!std::filesystem::exists(site.directories.of(*job) / "results"));
}

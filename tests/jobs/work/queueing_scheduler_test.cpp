// A scheduler with a queue of its own, as a cluster has: jobs stay QUEUED there; it may be silent, refuse,
// forget.
#include <map>

#include <doctest/doctest.h>

#include "jobs/memory_store.hpp"
#include "tests/jobs/work/batch_site.hpp"
#include "tests/support/temporary_directory.hpp"

using jobs::BatchState;
using jobs::Phase;
using test_jobs::soon;
using namespace std::chrono_literals;

namespace {

/// Batches are names; tests say what becomes of them.
class Cluster : public jobs::Scheduler {
 public:
  std::string submit(jobs::Submission const& submission) override {
    std::scoped_lock const lock(mutex);
    reach();
    std::string const batch = "batch " + submission.id;
    ++submitted[submission.id];
    states_of[batch] = {BatchState::waiting, "waits for priority", {{"slurm_job_id", "4711"}}};
    return batch;
  }
  std::optional<std::string> find(jobs::JobId const& id, std::filesystem::path const&) override {
    std::scoped_lock const lock(mutex);
    return submitted.contains(id) ? std::optional("batch " + id) : std::nullopt;
  }
  std::vector<jobs::BatchStatus> states(std::span<std::string const> ids) override {
    std::scoped_lock const lock(mutex);
    reach();
    std::vector<jobs::BatchStatus> found;
    for (auto const& id : ids) found.push_back(states_of[id]);
    return found;
  }
  void cancel(std::string const& batch) override {
    std::scoped_lock const lock(mutex);
    reach();
    states_of[batch].state = BatchState::ended;
  }
  bool queues() const override { return true; }

  void set(jobs::JobId const& id, BatchState state) {
    std::scoped_lock const lock(mutex);
    states_of["batch " + id].state = state;
  }
  std::mutex mutex;
  std::atomic<bool> away = false;
  std::map<jobs::JobId, int> submitted;
  std::map<std::string, jobs::BatchStatus> states_of;

 private:
  void reach() const {
    if (away) throw engine::Failure(engine::Fault::missing_resource, "the scheduler does not answer");
  }
};

struct Site {
  Site(jobs::JobStore& kept, Cluster& cluster, std::filesystem::path const& folder)
      : store(kept),
        directories(folder),
        executor(steps(), cluster, directories, {.running = 100, .poll = 5ms, .grace = 0s}),
        supervisor(store, directories, {{"script", {.executor = &executor, .restartable = false}}}, {}) {}
  ~Site() {
    supervisor.stop();
    executor.stop();
  }
  jobs::BatchSteps steps() {
    auto given = test_jobs::ScriptSteps{}.steps();
    given.finish = [this](jobs::Claim const& claim, jobs::WorkOrder const& order,
                          jobs::WorkOutcome const& outcome) {
      facts = outcome.facts;
      return test_jobs::ScriptSteps::finish(claim, order, outcome);
    };
    return given;
  }
  jobs::JobId run() {
    jobs::Job job;
    job.id = jobs::new_job_id();
    job.list = "script";
    job.created = jobs::system_now();
    job.parameters = {{.name = "SCRIPT", .value = "true"}};
    store.add(job);
    supervisor.run(job.id);
    return job.id;
  }
  /// As the shepherd on some node does it.
  void leave_outcome(jobs::JobId const& id) {
    auto const job_folder = directories.of("script", id);
    std::ofstream(job_folder / ".results" / "out.txt") << "x";
    jobs::write_outcome(job_folder / "work", {.end = jobs::WorkOutcome::End::exited,
                                              .attempt = jobs::ordered_attempt(job_folder / "work")});
  }

  jobs::JobStore& store;
  jobs::JobDirectories directories;
  std::vector<std::pair<std::string, std::string>> facts;
  jobs::BatchExecutor executor;
  jobs::Supervisor supervisor;
};

}  // namespace

TEST_CASE("a job is QUEUED as long as its batch waits, EXECUTING when it runs, COMPLETED by its outcome") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  Cluster cluster;
  Site site(store, cluster, folder.path());
  auto const id = site.run();
  REQUIRE(soon([&] { return store.find(id)->batch_id == "batch " + id; }));
  std::this_thread::sleep_for(30ms);
  CHECK(store.find(id)->phase == Phase::queued);
  cluster.set(id, BatchState::running);
  REQUIRE(soon([&] { return store.find(id)->phase == Phase::executing; }));
  CHECK(store.find(id)->started);
  site.leave_outcome(id);
  REQUIRE(soon([&] { return store.find(id)->phase == Phase::completed; }));
  CHECK(site.facts == std::vector<std::pair<std::string, std::string>>{{"slurm_job_id", "4711"}});
  CHECK(store.find(id)->attempts == 1);

  auto const quick = site.run();  // it ran and ended between two looks
  REQUIRE(soon([&] { return !store.find(quick)->batch_id.empty(); }));
  site.leave_outcome(quick);
  REQUIRE(soon([&] { return store.find(quick)->phase == Phase::completed; }));
  CHECK(store.find(quick)->started);
}

TEST_CASE(
    "a batch that ends without an outcome is the job's error; one that is cancelled while it waits is "
    "ABORTED") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  Cluster cluster;
  Site site(store, cluster, folder.path());
  auto const lost = site.run(), aborted = site.run();
  for (auto const& id : {lost, aborted}) REQUIRE(soon([&] { return !store.find(id)->batch_id.empty(); }));
  cluster.set(lost, BatchState::ended);
  CHECK(soon([&] { return store.find(lost)->phase == Phase::error; }));
  site.supervisor.abort(aborted);
  CHECK(store.find(aborted)->phase == Phase::aborted);
  CHECK(soon([&] {
    return std::scoped_lock(cluster.mutex), cluster.states_of["batch " + aborted].state == BatchState::ended;
  }));
}

TEST_CASE("what waits or runs on the cluster is found again after a restart, and submitted once") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  Cluster cluster;
  jobs::JobId waiting, running, over;
  {
    Site site(store, cluster, folder.path());
    waiting = site.run(), running = site.run(), over = site.run();
    for (auto const& id : {waiting, running, over})
      REQUIRE(soon([&] { return !store.find(id)->batch_id.empty(); }));
    cluster.set(running, BatchState::running);
    REQUIRE(soon([&] { return store.find(running)->phase == Phase::executing; }));
  }
  {
    jobs::JobDirectories const directories(folder.path());
    auto const job_folder = directories.of("script", over);
    jobs::write_outcome(job_folder / "work", {.end = jobs::WorkOutcome::End::exited, .attempt = 1});
  }
  Site site(store, cluster, folder.path());
  site.supervisor.recover();
  CHECK(soon([&] { return store.find(over)->phase == Phase::completed; }));
  CHECK(store.find(waiting)->phase == Phase::queued);
  CHECK(store.find(running)->phase == Phase::executing);
  cluster.set(waiting, BatchState::running);
  CHECK(soon([&] { return store.find(waiting)->phase == Phase::executing; }));
  for (auto const& id : {waiting, running}) {
    site.leave_outcome(id);
    CHECK(soon([&] { return store.find(id)->phase == Phase::completed; }));
  }
  for (auto const& [id, times] : cluster.submitted) CHECK(times == 1);
}

TEST_CASE("a scheduler that is away for a while costs nobody a job") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  Cluster cluster;
  Site site(store, cluster, folder.path());
  cluster.away = true;
  auto const id = site.run(), aborted = site.run();
  std::this_thread::sleep_for(50ms);
  CHECK(store.find(id)->phase == Phase::queued);
  site.supervisor.abort(aborted);
  cluster.away = false;
  REQUIRE(soon([&] { return !store.find(id)->batch_id.empty(); }));
  site.leave_outcome(id);
  CHECK(soon([&] { return store.find(id)->phase == Phase::completed; }));
  CHECK(store.find(aborted)->phase == Phase::aborted);
  CHECK(!cluster.submitted.contains(aborted));
}

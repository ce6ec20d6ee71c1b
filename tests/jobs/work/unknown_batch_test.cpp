// A cluster that does not know, does not answer, or refuses.
#include <doctest/doctest.h>

#include "tests/jobs/work/fake_cluster.hpp"

using jobs::BatchState;
using jobs::Phase;
using test_jobs::ClusterSite;
using test_jobs::FakeCluster;
using test_jobs::soon;
using End = jobs::WorkOutcome::End;
using namespace std::chrono_literals;

TEST_CASE("a batch that nobody knows makes its job UNKNOWN, which is no end; signs of life bring it back") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  FakeCluster cluster;
  ClusterSite site(store, cluster, folder.path());
  auto const id = site.run();
  REQUIRE(site.is_submitted(id));
  cluster.set(site.batch(id), {.state = BatchState::running});
  REQUIRE(site.comes_to(id, Phase::executing));
  cluster.forget(site.batch(id));
  REQUIRE(site.comes_to(id, Phase::unknown));
  CHECK(site.says(id, "does not know"));
  cluster.set(site.batch(id), {.state = BatchState::running});
  REQUIRE(site.comes_to(id, Phase::executing));
  cluster.forget(site.batch(id));
  REQUIRE(site.comes_to(id, Phase::unknown));
  site.leave(id, {.end = End::exited});
  CHECK(site.comes_to(id, Phase::completed));
}

TEST_CASE("a job nobody knows ends when its time is over, or its owner wants it to") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  FakeCluster cluster;
  auto limits = ClusterSite::quick();
  limits.margin = 0s;
  ClusterSite site(store, cluster, folder.path(), {}, limits);
  auto const timed = site.run(1s), aborted = site.run();
  for (auto const& id : {timed, aborted}) {
    REQUIRE(site.is_submitted(id));
    cluster.set(site.batch(id), {.state = BatchState::running});
    REQUIRE(site.comes_to(id, Phase::executing));
    cluster.forget(site.batch(id));
  }
  REQUIRE(site.comes_to(timed, Phase::error));
  CHECK(store.find(timed)->error->message.find("lost: the cluster does not know its batch") == 0);
  CHECK(site.comes_to(aborted, Phase::unknown));
  site.supervisor.abort(aborted);
  CHECK(store.find(aborted)->phase == Phase::aborted);
  CHECK(soon([&] { return cluster.cancelled == 1; }));
}

TEST_CASE(
    "what the cluster suspends is SUSPENDED, and EXECUTING when it goes on; what it holds stays QUEUED") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  FakeCluster cluster;
  ClusterSite site(store, cluster, folder.path());
  auto const id = site.run();
  REQUIRE(site.is_submitted(id));
  cluster.set(site.batch(id), {.state = BatchState::held, .reason = "held by the operator of the cluster"});
  CHECK(site.says(id, "held by the operator"));
  CHECK(store.find(id)->phase == Phase::queued);
  cluster.set(site.batch(id), {.state = BatchState::running});
  REQUIRE(site.comes_to(id, Phase::executing));
  cluster.set(site.batch(id), {.state = BatchState::suspended});
  REQUIRE(site.comes_to(id, Phase::suspended));
  cluster.set(site.batch(id), {.state = BatchState::running});
  REQUIRE(site.comes_to(id, Phase::executing));
}

TEST_CASE(
    "what the cluster will never take is an error at once; what it cannot take now waits, and says why") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  FakeCluster cluster;
  ClusterSite site(store, cluster, folder.path());
  cluster.refusal = engine::Failure(engine::Fault::bad_request, "invalid partition specified: nowhere");
  auto const wrong = site.run();
  REQUIRE(site.comes_to(wrong, Phase::error));
  CHECK(store.find(wrong)->error->message == "invalid partition specified: nowhere");
  {
    std::scoped_lock const lock(cluster.mutex);
    cluster.refusal = engine::Failure(engine::Fault::missing_resource, "the queue is full");
  }
  auto const patient = site.run();
  REQUIRE(site.says(patient, "waits: the queue is full"));
  CHECK(store.find(patient)->phase == Phase::queued);
  {
    std::scoped_lock const lock(cluster.mutex);
    cluster.refusal.reset();
  }
  REQUIRE(site.is_submitted(patient));
}

TEST_CASE("what lies elsewhere is brought here before the job ends, however often that fails first") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  FakeCluster cluster;
  ClusterSite site(store, cluster, folder.path());
  auto const id = site.run();
  REQUIRE(site.is_submitted(id));
  cluster.fetch_fails = 2;
  site.leave(id, {.end = End::exited});
  cluster.set(site.batch(id), {.state = BatchState::ended});
  REQUIRE(site.comes_to(id, Phase::completed));
  CHECK(cluster.fetched == 1);
}

TEST_CASE("a submission whose answer was lost is found after a restart, and not repeated") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  FakeCluster cluster;
  jobs::JobId id;
  {
    ClusterSite site(store, cluster, folder.path());
    cluster.answer_is_lost = true;
    id = site.run();
    REQUIRE(soon([&] { return cluster.has(site.batch(id)); }));
  }
  cluster.answer_is_lost = false;
  ClusterSite site(store, cluster, folder.path());
  site.supervisor.recover();
  site.leave(id, {.end = End::exited});
  cluster.set(site.batch(id), {.state = BatchState::ended});
  CHECK(site.comes_to(id, Phase::completed));
  CHECK(cluster.submitted[site.batch(id)] == 1);
}

TEST_CASE("time spent in the cluster's queue is not the job's: it is not ended for it") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  FakeCluster cluster;
  ClusterSite site(store, cluster, folder.path());
  site.supervisor.begin();
  auto const id = site.run(1s);
  REQUIRE(site.is_submitted(id));
  cluster.set(site.batch(id), {.state = BatchState::running});
  REQUIRE(site.comes_to(id, Phase::executing));
  cluster.set(site.batch(id), {.state = BatchState::ended, .reason = "node n3 failed", .again = true});
  REQUIRE(site.is_submitted(id, 2));
  auto const asked = cluster.asked.load();
  auto const later = std::chrono::steady_clock::now() + 1500ms;
  REQUIRE(soon([&] { return std::chrono::steady_clock::now() > later && cluster.asked > asked; }));
  CHECK(store.find(id)->phase == Phase::suspended);
  site.leave(id, {.end = End::exited});
  cluster.set(site.batch(id, 2), {.state = BatchState::ended});
  CHECK(site.comes_to(id, Phase::completed));
}

TEST_CASE("news that somebody tells of is looked at at once, however seldom the folders are") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  FakeCluster cluster;
  ClusterSite site(store, cluster, folder.path());
  auto const id = site.run();
  REQUIRE(site.is_submitted(id));
  jobs::write_status(site.work(id), {"counting", 0.5});
  site.executor.poke(id);
  site.executor.poke("no such job");
  CHECK(site.comes_to(id, Phase::executing));
  CHECK(site.says(id, "counting"));
}

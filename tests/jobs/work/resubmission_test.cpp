// Batches that end without their job having ended: another one, or a sentence.
#include <algorithm>

#include <doctest/doctest.h>

#include "jobs/batch_again.hpp"
#include "tests/jobs/work/fake_cluster.hpp"

using jobs::BatchState;
using jobs::Phase;
using test_jobs::ClusterSite;
using test_jobs::FakeCluster;
using test_jobs::soon;
using End = jobs::WorkOutcome::End;
using namespace std::chrono_literals;

namespace {

struct Ground {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  FakeCluster cluster;
  static std::string batch(jobs::JobId const& id, int run = 1) { return ClusterSite::batch(id, run); }
  void runs(jobs::JobId const& id, int run = 1) {
    cluster.set(batch(id, run), {.state = BatchState::running});
  }
  void node_fails(jobs::JobId const& id, int run = 1) {
    cluster.set(batch(id, run), {.state = BatchState::ended, .reason = "node n3 failed", .again = true});
  }
};

void resumes(jobs::Claim const&, jobs::WorkOrder& order) { order.resumes = true; }

jobs::WorkOutcome interrupted(std::chrono::seconds after, int status = 5) {
  auto const now = jobs::system_now();
  return {.end = End::interrupted, .status = status, .started = now - after, .ended = now, .cpu_seconds = 2};
}

}  // namespace

TEST_CASE(
    "a job whose node fails runs again in another batch, from an empty folder; the job is SUSPENDED "
    "meanwhile") {
  Ground ground;
  auto limits = ClusterSite::quick();
  limits.pause = 400ms;
  ClusterSite site(ground.store, ground.cluster, ground.folder.path(), {}, limits);
  auto const id = site.run();
  REQUIRE(site.is_submitted(id));
  CHECK(site.says(id, "waits for other jobs (Priority)"));
  ground.runs(id);
  REQUIRE(site.comes_to(id, Phase::executing));
  CHECK(soon([&] { return ground.store.find(id)->info.stage.empty(); }));
  std::ofstream(site.hidden(id) / "half") << "x";
  ground.node_fails(id);
  REQUIRE(site.comes_to(id, Phase::suspended));
  CHECK(site.says(id, "it runs again (node n3 failed)"));
  REQUIRE(site.is_submitted(id, 2));
  CHECK(!std::filesystem::exists(site.hidden(id) / "half"));
  ground.runs(id, 2);
  REQUIRE(site.comes_to(id, Phase::executing));
  site.leave(id, {.end = End::exited, .cpu_seconds = 1});
  ground.cluster.set(ground.batch(id, 2), {.state = BatchState::ended, .facts = {{"partition", "main"}}});
  REQUIRE(site.comes_to(id, Phase::completed));
  CHECK(ground.store.find(id)->attempts == 1);
  auto const kept = jobs::read_outcome(site.work(id), 1);
  REQUIRE(kept);
  CHECK(std::ranges::count(kept->facts, std::pair<std::string, std::string>{"partition", "main"}) == 1);
  CHECK(std::ranges::count(kept->facts, std::pair<std::string, std::string>{"batches", "2"}) == 1);
}

TEST_CASE("batches that fail again and again end in a transient error that says so") {
  Ground ground;
  ClusterSite site(ground.store, ground.cluster, ground.folder.path());
  auto const id = site.run();
  for (int run = 1; run <= 4; ++run) {
    REQUIRE(site.is_submitted(id, run));
    ground.node_fails(id, run);
  }
  REQUIRE(site.comes_to(id, Phase::error));
  CHECK(ground.store.find(id)->error->type == jobs::ErrorType::transient);
  CHECK(ground.store.find(id)->error->message == "lost: node n3 failed, in 4 batches");
  CHECK(!ground.cluster.has(ground.batch(id, 5)));
}

TEST_CASE("what can go on does so, batch after batch, until the job's own time is used up") {
  Ground ground;
  ClusterSite site(ground.store, ground.cluster, ground.folder.path(), resumes);
  auto const id = site.run(1000s);
  for (int run = 1; run <= 4; ++run) {
    REQUIRE(site.is_submitted(id, run));
    CHECK(ground.cluster.orders[ground.batch(id, run)].time == 1000s - (run - 1) * 240s);
    ground.runs(id, run);
    std::ofstream(site.hidden(id) / "checkpoint") << run;
    site.leave(id, interrupted(240s));
    ground.cluster.set(ground.batch(id, run), {.state = BatchState::ended});
  }
  REQUIRE(site.is_submitted(id, 5));
  CHECK(test_jobs::text_of(site.hidden(id) / "checkpoint") == "4");
  site.leave(id, interrupted(240s));  // 40 s were left
  ground.cluster.set(ground.batch(id, 5), {.state = BatchState::ended});
  REQUIRE(site.comes_to(id, Phase::aborted));
  CHECK(ground.store.find(id)->error->message.find("interrupted") == 0);
  CHECK(site.last.cpu_seconds == doctest::Approx(10));
}

TEST_CASE("one that is interrupted and cannot go on is ABORTED, with a sentence") {
  Ground ground;
  ClusterSite site(ground.store, ground.cluster, ground.folder.path());
  auto const id = site.run(1000s);
  REQUIRE(site.is_submitted(id));
  ground.runs(id);
  site.leave(id, interrupted(100s));
  ground.cluster.set(ground.batch(id), {.state = BatchState::ended});
  REQUIRE(site.comes_to(id, Phase::aborted));
  CHECK(ground.store.find(id)->error);
}

TEST_CASE("what the scheduler says of a batch without an outcome becomes the job's end") {
  struct Row {
    End end;
    Phase phase;
    char const* words;
  };
  for (Row const& row :
       {Row{End::timed_out, Phase::aborted, "timed_out: x"}, Row{End::stopped, Phase::aborted, "stopped: x"},
        Row{End::out_of_memory, Phase::error, "out_of_memory: x"}, Row{End::lost, Phase::error, "lost: x"}})
    for (bool const ran : {true, false}) {
      Ground ground;
      ClusterSite site(ground.store, ground.cluster, ground.folder.path());
      auto const id = site.run();
      REQUIRE(site.is_submitted(id));
      if (ran) ground.runs(id);
      if (ran) REQUIRE(site.comes_to(id, Phase::executing));
      ground.cluster.set(ground.batch(id), {.state = BatchState::ended, .reason = "x", .end = row.end});
      CHECK(site.comes_to(id, row.phase));
      CHECK(ground.store.find(id)->error->message == row.words);
      CHECK(ground.cluster.cancelled == 0);
    }
}

TEST_CASE("only SLURM knows why a program was stopped, killed, and what it used") {
  Ground ground;
  ClusterSite site(ground.store, ground.cluster, ground.folder.path());
  auto const stopped = site.run(), killed = site.run();
  for (auto const& id : {stopped, killed}) {
    REQUIRE(site.is_submitted(id));
    ground.runs(id);
    REQUIRE(site.comes_to(id, Phase::executing));
  }
  site.leave(stopped, {.end = End::stopped, .reason = "on request"});
  ground.cluster.set(ground.batch(stopped),
                     {.state = BatchState::ended, .reason = "cancelled by root", .end = End::stopped});
  CHECK(site.comes_to(stopped, Phase::aborted));
  CHECK(ground.store.find(stopped)->error->message == "stopped: cancelled by root");
  site.leave(killed, {.end = End::killed, .status = 9, .all_seen = false});
  ground.cluster.set(ground.batch(killed), {.state = BatchState::ended,
                                            .facts = {{"cpu_seconds", "12.5"}, {"max_rss_bytes", "4096"}},
                                            .end = End::out_of_memory});
  CHECK(site.comes_to(killed, Phase::error));
  CHECK(site.last.end == End::out_of_memory);
  CHECK(site.last.cpu_seconds == 12.5);
  CHECK(site.last.max_rss_bytes == 4096);
}

TEST_CASE("between two batches the daemon may die at any step: one batch follows, and nothing is lost") {
  // As the steps leave it: 0 before all, 1 the old outcome is kept, 2 the new order is written.
  for (int step = 0; step <= 2; ++step) {
    Ground ground;
    jobs::JobId id;
    {
      ClusterSite site(ground.store, ground.cluster, ground.folder.path(), resumes);
      id = site.run(1000s);
      REQUIRE(site.is_submitted(id));
      ground.runs(id);
      REQUIRE(site.comes_to(id, Phase::executing));
    }
    jobs::JobDirectories const directories(ground.folder.path());
    auto const work = directories.of("script", id) / "work";
    auto outcome = interrupted(100s);
    outcome.attempt = 1;
    jobs::write_outcome(work, outcome);
    std::ofstream(directories.of("script", id) / ".results" / "checkpoint") << "here";
    if (step >= 1) jobs::keep_outcome(work, outcome);
    if (step >= 2) {
      auto order = jobs::another_run(jobs::read_order(work), jobs::Next::go_on, outcome);
      jobs::write_order(work, order);
    }
    ground.cluster.set(ground.batch(id), {.state = BatchState::ended});
    ClusterSite site(ground.store, ground.cluster, ground.folder.path(), resumes);
    site.supervisor.recover();
    REQUIRE(site.is_submitted(id, 2));
    CHECK(test_jobs::text_of(site.hidden(id) / "checkpoint") == "here");
    CHECK(ground.cluster.orders[ground.batch(id, 2)].time == 900s);
    ground.runs(id, 2);
    CHECK(site.comes_to(id, Phase::executing));
    site.leave(id, {.end = End::exited});
    ground.cluster.set(ground.batch(id, 2), {.state = BatchState::ended});
    CHECK(site.comes_to(id, Phase::completed));
    for (auto const& [name, times] : ground.cluster.submitted) CHECK(times == 1);
    CHECK(ground.store.find(id)->attempts == 1);
  }
}

TEST_CASE("a full queue is asked for one job at a time, whoever waits, and takes all when there is room") {
  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  FakeCluster cluster;
  auto refusals = std::make_shared<std::atomic<int>>(0);
  cluster.refusal =
      engine::Failure(engine::Fault::missing_resource, "the queue is full (at host /a/b) - later");
  cluster.on_refusal = [refusals] { ++*refusals; };
  ClusterSite site(store, cluster, folder.path());
  std::vector<jobs::JobId> ids;
  for (int i = 0; i < 60; ++i) ids.push_back(site.run());
  CHECK(soon([&] { return *refusals >= 3; }));
  // Two may have been at it when the first was refused.
  CHECK(*refusals <= 6);
  auto const told = store.find(ids.front())->info.stage + store.find(ids.back())->info.stage;
  CHECK(told.find("waits") != std::string::npos);
  CHECK(told.find("/a/b") == std::string::npos);
  {
    std::scoped_lock const lock(cluster.mutex);
    cluster.refusal.reset();
  }
  for (auto const& id : ids) CHECK(site.is_submitted(id));
  for (auto const& [name, times] : cluster.submitted) CHECK(times == 1);
}

TEST_CASE("who is interrupted before anything was done is not continued for ever") {
  jobs::WorkOrder order{.resumes = true};
  jobs::WorkOutcome outcome{.end = jobs::WorkOutcome::End::interrupted, .status = 5};
  outcome.started = jobs::system_now();
  outcome.ended = outcome.started + std::chrono::seconds(1);
  int runs = 0;
  while (jobs::next_after({order, outcome, {}, false, 3}) == jobs::Next::go_on && runs < 100) {
    order = jobs::another_run(order, jobs::Next::go_on, outcome);
    ++runs;
  }
  CHECK(runs == 3);
  outcome.ended = outcome.started + std::chrono::seconds(60);
  CHECK(jobs::next_after({order, outcome, {}, false, 3}) == jobs::Next::go_on);
}

TEST_CASE("what follows a batch: every kind of end, by the rules alone") {
  using jobs::Next;
  auto const next = [](jobs::WorkOrder const& order, std::optional<jobs::WorkOutcome> const& outcome,
                       jobs::BatchStatus const& status, bool cancelled = false) {
    return jobs::next_after({order, outcome, status, cancelled, 3});
  };
  jobs::WorkOrder const plain{}, resuming{.resumes = true}, given_less{.expected = 100s},
      tried{.restarts = 3};
  jobs::BatchStatus const over{.state = BatchState::ended}, fault{.state = BatchState::ended, .again = true},
      late{.state = BatchState::ended, .end = End::timed_out};
  jobs::WorkOutcome const well{.end = End::exited}, failed{.end = End::exited, .status = 1},
      cut{.end = End::interrupted, .status = 5}, killed{.end = End::interrupted, .status = 128 + 9},
      told{.end = End::interrupted, .status = 1, .error_fault = "interrupted"};
  CHECK(next(plain, well, fault) == Next::finish);
  CHECK(next(plain, failed, over) == Next::finish);
  CHECK(next(plain, failed, fault) == Next::anew);
  CHECK(next(tried, failed, fault) == Next::finish);
  CHECK(next(plain, std::nullopt, fault) == Next::anew);
  CHECK(next(plain, std::nullopt, fault, true) == Next::finish);
  CHECK(next(plain, cut, over) == Next::finish);
  CHECK(next(resuming, cut, over) == Next::go_on);
  CHECK(next(resuming, told, over) == Next::go_on);
  CHECK(next(resuming, cut, over, true) == Next::finish);
  CHECK(next(resuming, killed, over) == Next::finish);
  CHECK(next(given_less, cut, over) == Next::anew);
  CHECK(next(given_less, std::nullopt, late) == Next::anew);
  CHECK(next(plain, std::nullopt, late) == Next::finish);
  CHECK(jobs::another_run(given_less, Next::anew, cut).expected == 0s);
}

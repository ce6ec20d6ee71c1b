// Batches on a real SLURM: handed in, found, watched, cancelled, accounted.
#include <filesystem>
#include <thread>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "tests/slurm/live_cluster.hpp"

namespace {

using namespace slurm_test;
using namespace std::chrono_literals;
using jobs::BatchState;
using End = jobs::WorkOutcome::End;
namespace fs = std::filesystem;

TEST_CASE("a batch from its submission to its accounting") {
  auto* const cluster = LiveCluster::get();
  if (!cluster) return;
  slurm::SlurmScheduler scheduler(cluster->settings("plain"));
  LiveJob job(
      "python3 -c 'x = bytearray(100 << 20); import time\nwhile time.process_time() < 2: pass'; "
      "echo $SLURM_JOB_ID; exit 3");
  job.order.memory_bytes = std::uint64_t{300} << 20;
  job.write();
  auto const id = scheduler.submit(job.submission());
  CHECK(scheduler.find(job.order.id, job.work) == id);
  CHECK(wait_for(scheduler, id, BatchState::running).state == BatchState::running);
  CHECK(scheduler.living(job.folder.path()) == std::vector{id});
  CHECK(scheduler.living(job.folder.path() / "elsewhere").empty());
  auto const ended = wait_for(scheduler, id, BatchState::ended);
  CHECK(ended.state == BatchState::ended);
  CHECK(fact(ended, "slurm_job_id") == id);
  CHECK(fact(ended, "partition") == "main");
  CHECK((fact(ended, "node_list") == "n1" || fact(ended, "node_list") == "n2"));
  CHECK(fact(ended, "nodes") == "1");
  CHECK_FALSE(fact(ended, "started").empty());
  CHECK_FALSE(fact(ended, "ended").empty());
  if (scheduler.examine().accounting) {
    CHECK(std::stod(fact(ended, "cpu_seconds")) > 1.5);
    CHECK(std::stoull(fact(ended, "max_rss_bytes")) > std::uint64_t{100} << 20);
  }
  CHECK(job.said() == id + "\n");
  auto const outcome = jobs::read_outcome(job.work, 1);
  REQUIRE(outcome);
  CHECK(outcome->end == End::exited);
  CHECK(outcome->status == 3);

  // Long after it is forgotten by the controller, and by a service that was started anew.
  CHECK(comes_true([&] {
    return cluster->slurm({"squeue", "-h", "-t", "all", "-n", "plain-" + job.order.id + "-a1-r1"}).empty();
  }));
  slurm::SlurmScheduler later(cluster->settings("plain"));
  CHECK(later.find(job.order.id, job.work) == id);
  CHECK(status_of(later, id).state == (later.examine().accounting ? BatchState::ended : BatchState::unknown));
  fs::remove(job.work / "batch.log");  // then only the accounting knows
  if (later.examine().accounting) CHECK(later.find(job.order.id, job.work) == id);
}

TEST_CASE(
    "what was never submitted is not found; what is no batch is unknown; what is none is not cancelled") {
  auto* const cluster = LiveCluster::get();
  if (!cluster) return;
  slurm::SlurmScheduler scheduler(cluster->settings("never"));
  LiveJob job("true");
  CHECK_FALSE(scheduler.find(job.order.id, job.work).has_value());
  std::vector<std::string> const ids{"9999999", "local:1:2:3", ""};
  for (auto const& status : scheduler.states(ids)) CHECK(status.state == BatchState::unknown);
  for (auto const& id : ids) CHECK_NOTHROW(scheduler.cancel(id));
}

TEST_CASE("several nodes, folders with odd names, the profile's environment, modules that are not there") {
  auto* const cluster = LiveCluster::get();
  if (!cluster) return;
  auto settings = cluster->settings("odd");
  settings.rules = {{.types = {"map"},
                     .profile = {.partition = "main",
                                 .setup = {{"export SETUP=\"done on $SLURMD_NODENAME\""}},
                                 .environment = {{{"GREETING", "it's \"$HOME\" `x` \\ % #1"}}},
                                 .options = {{"--nice=7"}},
                                 .launcher = "srun --mpi=none"}}};
  slurm::SlurmScheduler scheduler(settings);
  LiveJob job("srun -l --overlap hostname; env | grep -e GREETING -e SETUP -e DISTILL_LAUNCHER; sleep 2",
              "a b %j #1");
  job.order.type = "map";
  job.order.nodes = job.order.processes = 2;
  job.order.time = 10min;
  job.order.memory_bytes = std::uint64_t{400} << 20;
  job.order.launcher = "none";
  job.order.environment = {{"GREETING_OF_ORDER", "1"}};
  job.write();
  auto const id = scheduler.submit(job.submission());
  auto const shown = cluster->slurm({"scontrol", "-o", "show", "job", id});
  CHECK(shown.find("WorkDir=" + job.work.string() + " ") != std::string::npos);
  CHECK(shown.find("TimeLimit=00:13:00") != std::string::npos);
  CHECK(shown.find("NumNodes=2") != std::string::npos);
  CHECK(shown.find("MinMemoryNode=328M") != std::string::npos);
  CHECK(shown.find("Nice=7") != std::string::npos);
  CHECK(shown.find("Requeue=0") != std::string::npos);
  auto const ended = wait_for(scheduler, id, BatchState::ended);
  CAPTURE(all_of(ended));
  CHECK(fact(ended, "node_list") == "n1,n2");
  CHECK(text_of(job.work / "batch.log")
            .starts_with("batch " + id + " odd-" + job.order.id + "-a1-r1 submission "));
  CAPTURE(text_of(job.work / "batch.log"));
  CAPTURE(text_of(job.work / jobs::error_log));
  CHECK(job.said().find("0: n1\n") != std::string::npos);
  CHECK(job.said().find("1: n2\n") != std::string::npos);

  settings.rules.front().profile.modules = {{"no/such"}};
  slurm::SlurmScheduler without(settings);
  LiveJob lame("true");
  lame.order.type = "map";
  lame.write();
  auto const failed = wait_for(without, without.submit(lame.submission()), BatchState::ended);
  CHECK(failed.end == End::not_started);
  CHECK_FALSE(failed.again);
  CHECK(failed.reason.find("module") != std::string::npos);
}

TEST_CASE("arrays: one status for all parts") {
  auto* const cluster = LiveCluster::get();
  if (!cluster) return;
  slurm::SlurmScheduler scheduler(cluster->settings("array"));
  LiveJob job("echo gathered");
  job.order.parts = 5;
  job.write();
  auto part = job.order;
  part.parts = 1;
  for (int i = 1; i <= 5; ++i) {
    part.argv = {"/bin/bash", "-c", "echo part $SLURM_ARRAY_TASK_ID; sleep 1"};
    fs::create_directories(job.work / ("part-" + std::to_string(i)));
    jobs::write_order(job.work / ("part-" + std::to_string(i)), part);
  }
  auto const id = scheduler.submit(job.submission());
  CHECK(scheduler.find(job.order.id, job.work) == id);
  CHECK(wait_for(scheduler, id, BatchState::running).reason.find("run") != std::string::npos);
  auto const ended = wait_for(scheduler, id, BatchState::ended);
  CHECK(ended.state == BatchState::ended);
  CHECK(fact(ended, "slurm_state") == "COMPLETED");
  for (int i = 1; i <= 5; ++i) {
    std::string const folder = "part-" + std::to_string(i);
    CHECK(text_of(job.work / folder / jobs::output_log) == "part " + std::to_string(i) + "\n");
    CHECK(text_of(job.work / folder / "batch.log").starts_with("batch " + id + " "));
  }
}

TEST_CASE("held, suspended, waiting for others, cancelled by us and by others") {
  auto* const cluster = LiveCluster::get();
  if (!cluster) return;
  slurm::SlurmScheduler scheduler(cluster->settings("states"));
  LiveJob first("echo on; sleep 300"), second("echo on; sleep 300"), third("sleep 300"), fourth("sleep 300");
  for (auto* const job : {&first, &second, &third, &fourth}) {
    job->order.processes = 4;
    job->order.nodes = 2;
    job->order.launcher = "none";
    job->write();
  }
  auto const one = scheduler.submit(first.submission());
  CHECK(wait_for(scheduler, one, BatchState::running).state == BatchState::running);
  CHECK(comes_true([&] { return first.said() == "on\n"; }));
  auto const two = scheduler.submit(second.submission());
  CHECK(comes_true([&] {
    auto const status = status_of(scheduler, two);
    return status.reason == "waits for nodes to become free (Resources)" ||
           status.reason == "waits for other jobs (Priority)";
  }));
  cluster->slurm({"scontrol", "hold", two});
  CHECK(wait_for(scheduler, two, BatchState::held).reason ==
        "is held by an administrator of the cluster (JobHeldAdmin)");
  cluster->slurm({"scontrol", "suspend", one});
  CHECK(wait_for(scheduler, one, BatchState::suspended).state == BatchState::suspended);
  cluster->slurm({"scontrol", "resume", one});
  CHECK(wait_for(scheduler, one, BatchState::running).state == BatchState::running);
  cluster->slurm({"scancel", one});
  auto const others = wait_for(scheduler, one, BatchState::ended);
  CHECK(others.end == End::stopped);
  CHECK_FALSE(others.again);

  cluster->slurm({"scontrol", "release", two});
  CHECK(comes_true([&] { return second.said() == "on\n"; }));
  CHECK(status_of(scheduler, two).state == BatchState::running);
  cluster->slurm({"scancel", two});
  CHECK(wait_for(scheduler, two, BatchState::ended).end == End::stopped);
  auto const outcome = jobs::read_outcome(second.work, 1);
  REQUIRE(outcome);  // the shepherd was told, and had the time to say so
  CHECK(outcome->end == End::stopped);

  auto const four = scheduler.submit(fourth.submission());
  auto const three = scheduler.submit(third.submission());
  auto const before = scheduler.calls();
  {
    std::jthread const a([&] { scheduler.cancel(four); }), b([&] { scheduler.cancel(three); }),
        c([&] { scheduler.cancel(three); });
  }
  CHECK(scheduler.calls() - before <= 3);
  CHECK(wait_for(scheduler, four, BatchState::ended).end == End::stopped);
  CHECK(wait_for(scheduler, three, BatchState::ended).end == End::stopped);
  CHECK_NOTHROW(scheduler.cancel(four));
}

TEST_CASE("one question for twenty batches, and none between two polls") {
  auto* const cluster = LiveCluster::get();
  if (!cluster) return;
  auto settings = cluster->settings("many");
  settings.poll = 1h;
  slurm::SlurmScheduler scheduler(settings);
  LiveJob job("true");
  std::vector<std::string> ids;
  for (int run = 1; run <= 20; ++run) {
    job.order.run = run;
    job.write();
    ids.push_back(scheduler.submit(job.submission()));
    if (run == 10) CHECK(scheduler.states(ids).size() == 10);
  }
  auto const before = scheduler.calls();
  for (int i = 0; i < 100; ++i) {
    auto const states = scheduler.states(ids);
    CHECK(states.back().state == BatchState::waiting);
  }
  CHECK(scheduler.calls() == before);
}

}  // namespace

// What goes wrong on real clusters, with a real one.
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "tests/slurm/live_cluster.hpp"

namespace {

using namespace slurm_test;
using namespace std::chrono_literals;
using engine::Failure;
using engine::Fault;
using jobs::BatchState;
using End = jobs::WorkOutcome::End;
namespace fs = std::filesystem;

/// The fault with which this submission is refused, and SLURM's words in it.
void check_refusal(LiveCluster& cluster, slurm::Profile const& profile, Fault fault, std::string const& words,
                   int nodes = 1) {
  CAPTURE(words);
  auto settings = cluster.settings("refused");
  settings.rules = {{.profile = profile}};
  slurm::SlurmScheduler scheduler(settings);
  LiveJob job("true");
  job.order.nodes = job.order.processes = nodes;
  job.write();
  try {
    scheduler.submit(job.submission());
    FAIL_CHECK("it was taken");
  } catch (Failure const& failure) {
    CHECK(failure.fault() == fault);
    CHECK(std::string(failure.what()).find(words) != std::string::npos);
  }
  CHECK_FALSE(scheduler.find(job.order.id, job.work).has_value());
}

void write_script(fs::path const& path, std::string const& text) {
  std::ofstream(path) << "#!/bin/bash\n" << text;
  fs::permissions(path, fs::perms::owner_all);
}

TEST_CASE("SLURM's refusals, and what only has to wait") {
  auto* const cluster = LiveCluster::get();
  if (!cluster) return;
  check_refusal(*cluster, {.partition = "nosuch"}, Fault::bad_request, "Invalid partition name specified");
  check_refusal(*cluster, {.constraint = "nosuch"}, Fault::bad_request, "Invalid feature specification");
  check_refusal(*cluster, {.reservation = "nosuch"}, Fault::bad_request, "Requested reservation is invalid");
  check_refusal(*cluster, {.options = {{"--nonsense"}}}, Fault::bad_request, "unrecognized option");
  check_refusal(*cluster, {.options = {{"--gres=gpu:1"}}}, Fault::bad_request, "Invalid generic resource");
  check_refusal(*cluster, {.partition = "short", .time_max = 100min}, Fault::bad_request, "time limit");
  check_refusal(*cluster, {}, Fault::bad_request, "requested", 9);
  check_refusal(*cluster, {.partition = "closed"}, Fault::missing_resource, "partition not available");
  if (!slurm::SlurmScheduler(cluster->settings("refused")).examine().accounting) return;
  check_refusal(*cluster, {.account = "nosuch"}, Fault::bad_request, "Invalid account");
  check_refusal(*cluster, {.qos = "nosuch"}, Fault::bad_request, "Invalid qos");
  auto settings = cluster->settings("full");
  settings.rules = {{.profile = {.partition = "tiny"}}};
  slurm::SlurmScheduler scheduler(settings);
  LiveJob first("sleep 60"), second("sleep 60");
  auto const one = scheduler.submit(first.submission()), two = scheduler.submit(second.submission());
  check_refusal(*cluster, {.partition = "tiny"}, Fault::missing_resource, "QOSMaxSubmitJobPerUserLimit");
  scheduler.cancel(one);
  scheduler.cancel(two);
}

TEST_CASE("out of memory") {
  auto* const cluster = LiveCluster::get();
  if (!cluster) return;
  auto settings = cluster->settings("memory");
  settings.rules = {
      {.profile = {.setup = {{"python3 -c 'x = bytearray(3 << 30); import time; time.sleep(60)'"}}}}};
  slurm::SlurmScheduler scheduler(settings);
  LiveJob job("true");
  job.order.memory_bytes = std::uint64_t{64} << 20;
  job.write();
  auto const ended = wait_for(scheduler, scheduler.submit(job.submission()), BatchState::ended);
  CHECK(ended.end == End::out_of_memory);
  CHECK(ended.reason.starts_with("used more memory than it asked for"));
}

TEST_CASE("room has to be made for a more urgent job") {
  auto* const cluster = LiveCluster::get();
  if (!cluster) return;
  auto settings = cluster->settings("room");
  settings.rules = {{.types = {"low"}, .profile = {.partition = "low"}}};
  slurm::SlurmScheduler scheduler(settings);
  LiveJob low("sleep 300"), urgent("true");
  low.order.type = "low";
  for (auto* const job : {&low, &urgent}) {
    job->order.nodes = 2;
    job->order.processes = 4;
    job->order.launcher = "none";
    job->write();
  }
  auto const id = scheduler.submit(low.submission());
  CHECK(wait_for(scheduler, id, BatchState::running).state == BatchState::running);
  auto const other = scheduler.submit(urgent.submission());
  auto const ended = wait_for(scheduler, id, BatchState::ended);
  CHECK(ended.end == End::interrupted);
  CHECK(ended.again);
  CHECK(fact(ended, "slurm_state") == "PREEMPTED");
  CHECK(wait_for(scheduler, other, BatchState::ended).state == BatchState::ended);
}

TEST_CASE("the answer of sbatch is lost: nothing runs twice, nothing is lost") {
  auto* const cluster = LiveCluster::get();
  if (!cluster) return;
  test_support::TemporaryDirectory commands;
  for (char const* const name : {"squeue", "sacct", "scontrol", "scancel", "sinfo"})
    fs::create_symlink(std::string("/usr/bin/") + name, commands.path() / name);
  auto settings = cluster->settings("lost");
  settings.commands = commands.path();
  settings.patience = 2s;
  slurm::SlurmScheduler scheduler(settings);

  // It was submitted, and the command hangs.
  write_script(commands.path() / "sbatch", "/usr/bin/sbatch \"$@\" >/dev/null; sleep 60\n");
  LiveJob job("echo once");
  auto const id = scheduler.submit(job.submission());
  CHECK(cluster->slurm({"squeue", "-h", "-t", "all", "-n", "lost-" + job.order.id + "-a1-r1", "-o", "%i"}) ==
        id + "\n");
  CHECK(wait_for(scheduler, id, BatchState::ended).state == BatchState::ended);

  // It hangs, nothing is there, and it comes through when the next try has been made already.
  fs::path const late = commands.path() / "late", go = commands.path() / "go";
  write_script(commands.path() / "sbatch",
               "cat > " + late.string() + "\nsetsid bash -c 'until [ -e " + go.string() +
                   " ]; do sleep 0.05; done; /usr/bin/sbatch --parsable " + late.string() + " > " +
                   late.string() + ".id.new; mv " + late.string() + ".id.new " + late.string() +
                   ".id' >/dev/null 2>&1 &\nsleep 60\n");
  LiveJob other("echo once");
  CHECK_THROWS_AS(scheduler.submit(other.submission()), Failure);
  CHECK_FALSE(scheduler.find(other.order.id, other.work).has_value());
  write_script(commands.path() / "sbatch", "exec /usr/bin/sbatch \"$@\"\n");
  auto const counts = scheduler.submit(other.submission());
  CHECK(wait_for(scheduler, counts, BatchState::ended).state == BatchState::ended);
  auto const first_outcome = text_of(other.work / jobs::outcome_name);
  CHECK_FALSE(first_outcome.empty());
  std::ofstream(go) << "now";
  CHECK(comes_true([&] { return fs::exists(late.string() + ".id"); }));
  auto stale = text_of(late.string() + ".id");
  REQUIRE_FALSE(stale.empty());
  stale.pop_back();
  CHECK(stale != counts);
  CHECK(wait_for(scheduler, stale, BatchState::ended).state == BatchState::ended);
  CHECK(text_of(other.work / "batch.log").find("another submission of this order counts") !=
        std::string::npos);
  CHECK(text_of(other.work / jobs::outcome_name) == first_outcome);
  CHECK(scheduler.find(other.order.id, other.work) == counts);
}

TEST_CASE("the commands are not there, or hang") {
  auto* const cluster = LiveCluster::get();
  if (!cluster) return;
  auto settings = cluster->settings("absent");
  settings.commands = "/nonexistent";
  LiveJob job("true");
  slurm::SlurmScheduler absent(settings);
  CHECK_THROWS_AS(absent.submit(job.submission()), Failure);
  CHECK_THROWS_AS(absent.states(std::vector<std::string>{"1"}), Failure);
  CHECK_THROWS_AS(absent.examine(), Failure);

  test_support::TemporaryDirectory commands;
  for (char const* const name : {"squeue", "sacct", "scontrol", "scancel", "sinfo", "sbatch"})
    write_script(commands.path() / name, "trap '' TERM\nsleep 60\nsleep 60\n");
  settings.commands = commands.path();
  settings.patience = 500ms;
  settings.poll = 1h;
  slurm::SlurmScheduler hanging(settings);
  for (int i = 0; i < 3; ++i)
    CHECK_THROWS_WITH_AS(hanging.states(std::vector<std::string>{"1"}),
                         doctest::Contains("does not answer in time"), Failure);
  CHECK(hanging.calls() == 1);  // who does not answer is not asked more often
  CHECK_THROWS_AS(hanging.cancel("1"), Failure);
}

TEST_CASE("munge is down, slurmctld is down: nothing is known, nothing is lost") {
  auto* const cluster = LiveCluster::get();
  if (!cluster) return;
  auto settings = cluster->settings("down");
  settings.patience = 2s;
  slurm::SlurmScheduler scheduler(settings);
  LiveJob job("sleep 300"), other("true");
  auto const id = scheduler.submit(job.submission());
  CHECK(wait_for(scheduler, id, BatchState::running).state == BatchState::running);
  for (std::string const what : {"munge", "ctld"}) {
    CAPTURE(what);
    cluster->command({"stop-" + what});
    auto const is_temporary = [](auto const& act) {
      try {
        act();
        return false;
      } catch (Failure const& failure) {
        return failure.fault() == Fault::missing_resource;
      }
    };
    CHECK(comes_true([&] { return is_temporary([&] { scheduler.states(std::vector{id}); }); }));
    CHECK(is_temporary([&] { scheduler.find(job.order.id, job.work); }));
    CHECK(is_temporary([&] { scheduler.submit(other.submission()); }));
    CHECK(is_temporary([&] { scheduler.cancel(id); }));
    CHECK(is_temporary([&] { scheduler.examine(); }));
    cluster->command({"start-" + what});
    CHECK(comes_true([&] { return !is_temporary([&] { scheduler.states(std::vector{id}); }); }));
    auto const still = status_of(scheduler, id);
    CAPTURE(all_of(still));
    CHECK(still.state == BatchState::running);
  }
  CHECK(scheduler.find(job.order.id, job.work) == id);
  auto const later = scheduler.submit(other.submission());
  CHECK(wait_for(scheduler, later, BatchState::ended).state == BatchState::ended);
  scheduler.cancel(id);
  CHECK(wait_for(scheduler, id, BatchState::ended).end == End::stopped);
}

}  // namespace

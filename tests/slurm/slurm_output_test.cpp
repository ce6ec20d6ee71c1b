// The outputs below golden/ are of SLURM, never of ours: README.md there says from where.
#include "slurm/slurm_output.hpp"

#include <fstream>

#include <doctest/doctest.h>

#include "slurm/batch_summary.hpp"

namespace {

using namespace slurm;
using namespace std::chrono_literals;
using jobs::BatchState;
using End = jobs::WorkOutcome::End;

std::string golden(std::string const& name) {
  std::ifstream file(std::string(SLURM_GOLDEN) + "/" + name, std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<BatchRecord> of(std::vector<BatchRecord> const& rows, std::string const& job) {
  std::vector<BatchRecord> found;
  for (auto const& row : rows)
    if (row.id.job == job) found.push_back(row);
  return found;
}

std::string fact(std::vector<BatchRecord> const& rows, std::string const& name) {
  for (auto const& [key, value] : facts_of(rows))
    if (key == name) return value;
  return {};
}

TEST_CASE("sbatch --parsable") {
  CHECK(submitted_id("4711\n") == "4711");
  CHECK(submitted_id("4711;north\n") == "4711");
  CHECK(submitted_id("You have 12 credits left\n4711\n") == "4711");
  CHECK_FALSE(submitted_id("").has_value());
  CHECK_FALSE(submitted_id("Submitted batch job 4711\n").has_value());
}

TEST_CASE("version and ping of several releases") {
  CHECK(version_from("slurm-wlm 22.05.8\n") == "22.05.8");
  CHECK(version_from("slurm 23.11.4\n") == "23.11.4");
  CHECK(version_from("sinfo: error\n").empty());
  CHECK(some_controller_is_up("Slurmctld(primary) at vm is UP\n"));
  CHECK(some_controller_is_up("Slurmctld(primary) at a is DOWN\nSlurmctld(backup) at b is UP\n"));
  CHECK(some_controller_is_up("Slurmctld(primary/backup) at a/b are UP/DOWN\n"));
  CHECK_FALSE(some_controller_is_up("Slurmctld(primary) at UP is DOWN\n"));
  CHECK_FALSE(some_controller_is_up(""));
}

TEST_CASE("squeue of 22.05, with batches in many states") {
  auto const rows = squeue_rows(golden("22.05/squeue.txt"));
  REQUIRE(rows.size() == 9);
  auto const failed = summary_of(of(rows, "1"));
  CHECK(failed.state == BatchState::ended);
  CHECK_FALSE(failed.again);
  CHECK(summary_of(of(rows, "5")).end == End::out_of_memory);
  CHECK(summary_of(of(rows, "6")).state == BatchState::held);
  CHECK(summary_of(of(rows, "6")).reason == "is held by the user it runs as (JobHeldUser)");
  CHECK(summary_of(of(rows, "9")).state == BatchState::waiting);
  CHECK(summary_of(of(rows, "9")).reason == "waits for nodes to become free (Resources)");
  CHECK(fact(of(rows, "9"), "expected_start") == "2026-11-21T07:55:59.000Z");
  auto const array = of(rows, "4");
  CHECK(array.size() == 3);
  CHECK(array.back().comment == "a b");
  CHECK(summary_of(array).state == BatchState::running);
  CHECK(summary_of(array).reason == "2 parts run, 1 waits");
}

TEST_CASE("sacct of 22.05, with steps") {
  auto const rows = sacct_rows(golden("22.05/sacct.txt"));
  auto const job = of(rows, "17");
  REQUIRE(job.size() == 3);
  CHECK(summary_of(job).state == BatchState::ended);
  CHECK(fact(job, "exit_status") == "4");
  CHECK(fact(job, "node_list") == "n1");
  CHECK(fact(job, "elapsed_seconds") == "7");
  CHECK(std::stod(fact(job, "cpu_seconds")) == doctest::Approx(6.08));
  CHECK(std::stoull(fact(job, "max_rss_bytes")) > 200u << 20);
  CHECK(summary_of(of(rows, "3")).end == End::stopped);
  CHECK(fact(of(rows, "3"), "node_list") == "n1,n2");
  CHECK(summary_of(of(rows, "5")).end == End::out_of_memory);
}

TEST_CASE("scontrol of 22.05, several questions in one call") {
  auto const rows = scontrol_jobs(golden("22.05/scontrol_jobs.txt"));
  REQUIRE(rows.size() == 7);
  CHECK(rows[0].exit_code == ExitCode{3, 0});
  CHECK(rows[0].restarts == 0);
  CHECK(rows[0].work_dir == "/srv/jobs");
  CHECK(of(rows, "22").size() == 5);
  CHECK(of(rows, "22").back().name == "nm x");
}

TEST_CASE("releases that were not at hand, after their documentation") {
  for (std::string const release : {"20.11", "21.08", "23.02", "23.11", "24.05"}) {
    CAPTURE(release);
    auto const queue = squeue_rows(golden(release + "/squeue.txt"));
    CHECK(summary_of(of(queue, "101")).state == BatchState::running);
    CHECK(summary_of(of(queue, "102")).state == BatchState::waiting);
    CHECK(summary_of(of(queue, "103")).state == BatchState::ended);
    auto const steps = sacct_rows(golden(release + "/sacct.txt"));
    CHECK(summary_of(of(steps, "103")).end == End::timed_out);
    CHECK(fact(of(steps, "103"), "max_rss_bytes") == "1073741824");
    CHECK(fact(of(steps, "103"), "cpu_seconds") == "93784.5");
    CHECK(summary_of(of(steps, "104")).again);
    auto const shown = scontrol_jobs(golden(release + "/scontrol_jobs.txt"));
    CHECK(of(shown, "103").size() == 1);
    CHECK(of(shown, "103").front().exit_code == ExitCode{0, 15});
    CHECK(fact(of(shown, "103"), "restarts") == "0");
  }
}

TEST_CASE("an array has ended when all its parts have, as badly as the worst of them") {
  auto const row = [](std::string const& id, std::string const& state, ExitCode code = {}) {
    return BatchRecord{.id = *array_id_from(id), .state = state, .exit_code = code};
  };
  CHECK(summary_of({row("7_1", "COMPLETED"), row("7_2", "RUNNING")}).state == BatchState::running);
  CHECK(summary_of({row("7_1", "COMPLETED"), row("7_[2-4]", "PENDING")}).state == BatchState::running);
  CHECK(summary_of({row("7_[1-4%2]", "PENDING")}).state == BatchState::waiting);
  auto const worst =
      summary_of({row("7_1", "NODE_FAIL"), row("7_2", "TIMEOUT", {0, 15}), row("7_3", "COMPLETED")});
  CHECK(worst.state == BatchState::ended);
  CHECK(worst.end == End::timed_out);
  CHECK_FALSE(worst.again);
  CHECK(summary_of({row("7_1", "NODE_FAIL"), row("7_3", "COMPLETED")}).again);
  CHECK(summary_of({row("7_1", "SOMETHING_NEW"), row("7_3", "COMPLETED")}).state == BatchState::unknown);
  CHECK(summary_of({}).state == BatchState::unknown);
  CHECK(parts_in("1-8%2") == 8);
  CHECK(parts_in("1,3-5,10-20:5") == 7);
}

TEST_CASE("of a batch that is ending all its nodes are told") {
  BatchRecord const ran{.id = *array_id_from("7"), .state = "RUNNING", .reason = "x", .node_list = "n[1-2]"};
  BatchRecord const ended{.id = *array_id_from("7"), .state = "COMPLETED", .node_list = "n1", .nodes = 2};
  auto const told = merged(ran, ended);
  CHECK(told.node_list == "n[1-2]");
  CHECK(told.state == "COMPLETED");
  CHECK(told.reason == "x");
  CHECK(merged(ended, ran).node_list == "n[1-2]");
}

TEST_CASE("nodes of sinfo") {
  auto const rows =
      sinfo_rows("n1|idle|main*|2|4000\nn2|down*|main*|2|4000\nn3|idle~|big|64|256000+\nnonsense\n");
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].usable());
  CHECK(rows[0].is_default);
  CHECK(rows[0].partition == "main");
  CHECK_FALSE(rows[1].usable());
  CHECK(rows[2].usable());
  CHECK(rows[2].memory_mib == 256000);
}

}  // namespace

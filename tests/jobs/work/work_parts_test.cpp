// The parts of a shepherd, one by one.
#include <algorithm>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "jobs/work/bounded_log.hpp"
#include "jobs/work/launcher.hpp"
#include "jobs/work/progress_json.hpp"
#include "jobs/work/run_streams.hpp"
#include "tests/jobs/work/run_folder.hpp"

using jobs::WorkOutcome;

TEST_CASE("orders, statuses and outcomes come back from their files as they were") {
  test_jobs::RunFolder run;
  jobs::WorkOrder const order{.id = "X1",
                              .attempt = 3,
                              .argv = {"distill", "map", "in=a b", "name=\"\n\\\xc3\xa9"},
                              .directory = "/d",
                              .environment = {{"A", "b=c"}},
                              .processes = 4,
                              .threads = 2,
                              .mpi = true,
                              .memory_bytes = std::uint64_t{5} << 40,
                              .disk_bytes = 77,
                              .time = std::chrono::seconds(7),
                              .patience = std::chrono::seconds(8),
                              .reads_progress = true,
                              .inputs = {"/x", "/y"},
                              .launcher = "mpiexec -x",
                              .niceness = 5,
                              .tasks = 6,
                              .log_bytes = 9,
                              .user = "nobody",
                              .cgroup = "/c",
                              .type = "map",
                              .owner = "ann",
                              .role = "staff",
                              .nodes = 3,
                              .parts = 4,
                              .resources_reason = "because",
                              .resumes = true,
                              .run = 2,
                              .restarts = 1,
                              .used = std::chrono::seconds(11),
                              .notify = "http://x"};
  write_order(run.work, order);
  auto const back = jobs::read_order(run.work);
  CHECK(back.argv == order.argv);
  CHECK(back.directory == order.directory);
  CHECK(back.environment == order.environment);
  CHECK(std::tuple(back.id, back.attempt, back.processes, back.threads, back.mpi, back.memory_bytes,
                   back.time) == std::tuple(order.id, order.attempt, order.processes, order.threads,
                                            order.mpi, order.memory_bytes, order.time));
  CHECK(std::tuple(back.patience, back.reads_progress, back.inputs, back.launcher, back.niceness) ==
        std::tuple(order.patience, order.reads_progress, order.inputs, order.launcher, order.niceness));
  CHECK(std::tuple(back.tasks, back.disk_bytes, back.log_bytes, back.user, back.cgroup) ==
        std::tuple(order.tasks, order.disk_bytes, order.log_bytes, order.user, order.cgroup));
  CHECK(std::tuple(back.type, back.owner, back.role, back.nodes, back.parts, back.resources_reason) ==
        std::tuple(order.type, order.owner, order.role, order.nodes, order.parts, order.resources_reason));
  CHECK(std::tuple(back.resumes, back.run, back.restarts, back.used, back.notify) ==
        std::tuple(order.resumes, order.run, order.restarts, order.used, order.notify));
  CHECK(jobs::ordered_attempt(run.work) == 3);

  WorkOutcome const outcome{.end = WorkOutcome::End::out_of_memory,
                            .attempt = 3,
                            .run = 2,
                            .status = 9,
                            .reason = "r\xff",
                            .started = jobs::Instant(std::chrono::milliseconds(1'700'000'000'123)),
                            .ended = jobs::Instant(std::chrono::milliseconds(1'700'000'001'456)),
                            .cpu_seconds = 0.1,
                            .all_seen = false,
                            .hosts = {"a", "b"},
                            .facts = {{"k", "v"}},
                            .inputs = {{"/x", "00ff", 12, jobs::Instant(std::chrono::milliseconds(5))}}};
  write_outcome(run.work, outcome);
  CHECK(!jobs::read_outcome(run.work, 2));
  auto const told = jobs::read_outcome(run.work, 3);
  REQUIRE(told);
  CHECK(std::tuple(told->end, told->status, told->started, told->ended, told->cpu_seconds, told->hosts,
                   told->facts) == std::tuple(outcome.end, outcome.status, outcome.started, outcome.ended,
                                              0.1, outcome.hosts, outcome.facts));
  CHECK(told->reason == "r\xef\xbf\xbd");  // bytes that are no UTF-8 do not make it no JSON
  CHECK(told->run == 2);
  CHECK(!told->all_seen);
  CHECK(told->inputs.at(0).sha256 == "00ff");
  CHECK(!jobs::read_status(run.work));
  jobs::write_status(run.work, {"stage", 0.5});
  CHECK(jobs::read_status(run.work) == jobs::JobInfo{"stage", 0.5});
}

TEST_CASE("orders and outcomes of an earlier release are read: what they do not say is as it was then") {
  test_jobs::RunFolder run;
  std::ofstream(run.work / jobs::order_name)
      << R"({"id":"X","attempt":1,"argv":["a"],"directory":"/d","environment":[],"processes":1,"threads":1,"mpi":false,
"memory_bytes":0,"disk_bytes":0,"time_s":0,"patience_s":5,"reads_progress":false,"inputs":[],"launcher":"",
"niceness":0,"tasks":10,"log_bytes":10,"user":"","cgroup":""})";
  auto const order = jobs::read_order(run.work);
  CHECK(std::tuple(order.run, order.parts, order.nodes, order.resumes) == std::tuple(1, 1, 1, false));
  std::ofstream(run.work / jobs::outcome_name)
      << R"({"end":"exited","attempt":1,"status":0,"reason":"","error_message":"","error_fault":"",
"started":"2026-01-01T00:00:00Z","ended":"2026-01-01T00:00:01Z","cpu_seconds":1,"max_rss_bytes":1,"bytes_read":0,
"bytes_written":0,"processes":1,"threads":1,"hosts":[],"launcher":"","facts":[],"inputs":[]})";
  auto const outcome = jobs::read_outcome(run.work, 1);
  REQUIRE(outcome);
  CHECK(outcome->run == 1);
  CHECK(outcome->all_seen);
}

TEST_CASE("a batch is remembered for the run it was handed in for") {
  test_jobs::RunFolder run;
  CHECK(!jobs::read_batch(run.work, run.order));
  jobs::write_batch(run.work, run.order, "4711");
  CHECK(jobs::read_batch(run.work, run.order) == "4711");
  run.order.run = 2;
  CHECK(!jobs::read_batch(run.work, run.order));
}

TEST_CASE("files that are not ours are refused, whatever is in them") {
  test_jobs::RunFolder run;
  CHECK_THROWS_AS(jobs::read_order(run.work), engine::Failure);
  for (std::string const text :
       {"", "{", "[]", "null", "{\"end\": 3}", "{\"id\": {}}", "\xff\xfe", "{\"attempt\": \"x\"}"}) {
    for (char const* const name : {jobs::order_name, jobs::outcome_name, jobs::status_name})
      std::ofstream(run.work / name) << text;
    CHECK_THROWS_AS(jobs::read_order(run.work), engine::Failure);
    CHECK_THROWS_AS(jobs::read_outcome(run.work, 1), engine::Failure);
    CHECK(!jobs::read_status(run.work));
  }
}

TEST_CASE(
    "a bounded log is exactly its text up to the limit, then head and tail of it, for any way of writing") {
  test_support::TemporaryDirectory folder;
  auto const path = folder.path() / "log";
  std::string text;
  for (int i = 0; i < 400; ++i) text += std::to_string(i * 7919) + "\n";
  for (std::size_t const limit : {64u, 65u, 100u, 1000u, 10000u})
    for (std::size_t const step : {1u, 7u, 50u, 333u, 4000u})
      for (std::size_t const size : {0u, 1u, 63u, 64u, 65u, 99u, 128u, 200u, 1500u, 2000u}) {
        std::string const given = text.substr(0, size);
        jobs::BoundedLog log(path, limit);
        for (std::size_t at = 0; at < given.size(); at += step)
          log.add(std::string_view(given).substr(at, step));
        log.close();
        std::size_t const half = limit / 2;
        auto const kept = test_jobs::text_of(path);
        if (given.size() <= 2 * half) {
          CHECK(kept == given);
        } else {
          CHECK(
              kept.starts_with(given.substr(0, half) + "\n[... " + std::to_string(given.size() - 2 * half)));
          CHECK(kept.ends_with("...]\n" + given.substr(given.size() - half)));
        }
      }
}

TEST_CASE("a log on a full disk loses text and nothing else") {
  jobs::BoundedLog log("/dev/full", 100);
  log.add("lost");
  CHECK(log.lost_some());
  CHECK(log.last_words() == "lost");
  jobs::BoundedLog nowhere("/no/such/folder/log", 100);
  nowhere.add("lost");
  nowhere.close();
  CHECK(nowhere.lost_some());
}

TEST_CASE("only lines of progress are progress, and absurd ones do no harm") {
  auto const info = jobs::told_in(R"({"stage": "map", "fraction": 0.25, "more": [1]})");
  REQUIRE(info);
  CHECK(std::get<jobs::JobInfo>(*info) == jobs::JobInfo{"map", 0.25});
  for (std::string const& line :
       {std::string("{}"), std::string("{"), std::string("map"), std::string(R"({"stage": 3})"),
        std::string("{\"stage\": \"\"}"), "{\"a\":" + std::string(15000, '['),
        "{\"stage\": \"" + std::string(20000, 'x') + "\"}", std::string("\xff{")})
    CHECK(!jobs::told_in(line));
  CHECK(std::get<jobs::JobInfo>(*jobs::told_in(R"({"stage": "a", "fraction": -3})")).fraction == 0.0);
  CHECK(std::get<jobs::JobInfo>(*jobs::told_in(R"({"stage": "a", "fraction": "x"})")).fraction ==
        std::nullopt);
}

TEST_CASE("an error message is the program's own words, not the launcher's") {
  CHECK(jobs::last_lines("a\n\nb\n") == "a\nb");
  CHECK(jobs::last_lines("1\n2\n3\n4\n5\n6\n") == "2\n3\n4\n5\n6");
  CHECK(jobs::last_lines("") == "");
  CHECK(jobs::last_lines("cannot read x.fits\n" + std::string(60, '-') +
                         "\nPrimary job  terminated normally, but 1 process returned\n" +
                         std::string(60, '-') + "\n") == "cannot read x.fits");
}

TEST_CASE("each kind of launcher gets the options it knows") {
  using Words = std::vector<std::string>;
  CHECK(jobs::launcher_options("mpirun (Open MPI) 4.1.4\n", {.processes = 2, .as_root = true}) ==
        Words{"-n", "2", "--oversubscribe", "--bind-to", "none", "--allow-run-as-root"});
  CHECK(jobs::launcher_options("mpirun (Open MPI) 4.1.4\n", {.processes = 5, .nodes = 2, .in_slurm = true}) ==
        Words{"-n", "5", "--map-by", "ppr:3:node", "--bind-to", "none"});
  CHECK(jobs::launcher_options("HYDRA build details:\n    Version: 4.0.2\n", {.processes = 3}) ==
        Words{"-n", "3"});
  auto const srun =
      jobs::launcher_options("slurm 22.05.8", {.processes = 4, .nodes = 2, .threads = 3, .in_slurm = true});
  for (char const* const word : {"-N", "--ntasks-per-node=2", "--cpus-per-task=3", "--kill-on-bad-exit=1"})
    CHECK(std::ranges::find(srun, word) != srun.end());
}

TEST_CASE("a batch id is one process of one boot: a number used again deceives nobody") {
  auto const mine = jobs::identity_of(getpid());
  REQUIRE(mine);
  auto const id = jobs::local_id(*mine);
  CHECK(jobs::local_process(id) == mine);
  jobs::LocalScheduler scheduler(test_jobs::shepherd_options());
  auto older = *mine, elsewhere = *mine;
  --older.started;
  elsewhere.boot = "another";
  std::vector<std::string> const ids{id, jobs::local_id(older), jobs::local_id(elsewhere), "4711", ""};
  auto const states = scheduler.states(ids);
  CHECK(states[0].state == jobs::BatchState::running);
  for (std::size_t i = 1; i < ids.size(); ++i) {
    CHECK(states[i].state == jobs::BatchState::ended);
    scheduler.cancel(ids[i]);  // and we live on
  }
}

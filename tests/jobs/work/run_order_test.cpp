// A program under its shepherd: how it may end, and that nothing of it is left.
#include <algorithm>

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "tests/jobs/work/run_folder.hpp"

using test_jobs::RunFolder;
using test_jobs::soon;
using test_jobs::text_of;
using End = jobs::WorkOutcome::End;
using namespace std::chrono_literals;

TEST_CASE("a program that does its work leaves its products, its words and what it used") {
  RunFolder run;
  run.shell(
      "echo result > map.txt; echo hello; echo trouble >&2; dd if=/dev/zero of=z bs=1M count=3 2>/dev/null");
  auto const outcome = run.run();
  CHECK(outcome.end == End::exited);
  CHECK(outcome.status == 0);
  CHECK(outcome.reason == "trouble");
  CHECK(run.product("map.txt") == "result\n");
  CHECK(text_of(run.work / jobs::output_log) == "hello\n");
  CHECK(text_of(run.work / jobs::error_log) == "trouble\n");
  CHECK(outcome.started <= outcome.ended);
  CHECK(outcome.cpu_seconds > 0);
  CHECK(outcome.max_rss_bytes > 1 << 20);
  CHECK(outcome.bytes_written >= 3 << 20);
  CHECK(outcome.hosts.size() == 1);
  CHECK(outcome.launcher.empty());
  CHECK(outcome.facts.size() >= 2);
  CHECK(soon([&] { return !jobs::is_locked(run.work); }));
}

TEST_CASE("a bad end is told apart: status, signal, a program that does not exist") {
  RunFolder bad;
  bad.shell("echo first >&2; echo why it failed >&2; exit 3");
  auto outcome = bad.run();
  CHECK(outcome.end == End::exited);
  CHECK(outcome.status == 3);
  CHECK(outcome.reason == "first\nwhy it failed");

  RunFolder killed;
  killed.shell("kill -SEGV $$");
  outcome = killed.run();
  CHECK(outcome.end == End::killed);
  CHECK(outcome.status == SIGSEGV);

  RunFolder missing;
  missing.order.argv = {"/no/such/program"};
  outcome = missing.run();
  CHECK(outcome.end == End::not_started);
  CHECK(outcome.reason.find("/no/such/program") != std::string::npos);
  CHECK(outcome.reason.find("No such file") != std::string::npos);

  RunFolder nowhere;
  nowhere.shell("true");
  nowhere.order.directory = nowhere.folder.path() / "not there";
  outcome = nowhere.run();
  CHECK(outcome.end == End::not_started);
  CHECK(outcome.reason.find("folder") != std::string::npos);
}

TEST_CASE("what runs too long is asked, then killed") {
  for (bool const deaf : {false, true}) {
    RunFolder run;
    run.shell(deaf ? "trap '' TERM; while :; do sleep 0.05; done"
                   : "trap 'echo bye; exit 0' TERM; while :; do sleep 0.05; done");
    run.order.time = 1s;
    auto const outcome = run.run();
    CHECK(outcome.end == End::timed_out);
    CHECK(outcome.reason.find("1 s") != std::string::npos);
    CHECK(text_of(run.work / jobs::output_log) == (deaf ? "" : "bye\n"));
    CHECK(run.left() == 0);
  }
}

TEST_CASE("a time limit that is moved while the program runs counts") {
  RunFolder run;
  run.shell("sleep 100");
  run.submit();
  REQUIRE(soon([&] { return run.left() > 0; }));
  run.order.time = 1s;
  write_order(run.work, run.order);
  CHECK(run.outcome().end == End::timed_out);
}

TEST_CASE("the memory of all processes together is limited") {
  RunFolder run;
  run.order.memory_bytes = 200 << 20;
  run.shell("for i in 1 2 3; do perl -e '$x = \"a\" x (90 << 20); sleep 60' & done; wait");
  auto const outcome = run.run();
  CHECK(outcome.end == End::out_of_memory);
  CHECK(outcome.reason.find("200 MB") != std::string::npos);
  CHECK(outcome.max_rss_bytes > 180 << 20);
  CHECK(run.left() == 0);

  RunFolder small;
  small.order.memory_bytes = 200 << 20;
  small.shell("perl -e '$x = \"a\" x (90 << 20); select(undef, undef, undef, 0.2)'");
  CHECK(small.run().end == End::exited);
}

TEST_CASE("children, daemons and what multiplies are gone when the program is") {
  RunFolder daemons;
  daemons.shell(
      "for i in 1 2 3; do setsid bash -c 'trap \"\" TERM HUP; (sleep 300 & sleep 300) & disown; sleep 300' & "
      "done; "
      "(setsid setsid sleep 300 &) ; sleep 0.2; exit 0");
  CHECK(daemons.run().end == End::exited);
  CHECK(daemons.left() == 0);

  RunFolder bomb;
  bomb.order.tasks = 60;
  bomb.shell("f() { setsid bash -c 'sleep 300 & sleep 300 & sleep 300' & }; while :; do f; done");
  auto const outcome = bomb.run();
  CHECK(outcome.end == End::killed);
  CHECK(outcome.reason.find("60 processes") != std::string::npos);
  CHECK(bomb.left() == 0);
}

TEST_CASE("a flood of words keeps its head and its tail") {
  RunFolder run;
  run.order.log_bytes = 1 << 20;
  run.shell("echo the beginning; yes blah | head -c 50000000; echo; echo the end");
  CHECK(run.run().end == End::exited);
  auto const log = text_of(run.work / jobs::output_log);
  CHECK(log.size() < (1 << 20) + 200);
  CHECK(log.starts_with("the beginning\nblah\n"));
  CHECK(log.ends_with("blah\n\nthe end\n"));
  CHECK(log.find("bytes are left out") != std::string::npos);
}

TEST_CASE("progress lines are told, and only others are kept in the log") {
  RunFolder run;
  run.order.reads_progress = true;
  run.shell(
      "echo '{\"stage\": \"reading\", \"fraction\": 0.5}' >&2; echo 'a warning' >&2; echo '{\"no\": 1}' >&2; "
      "echo '{\"stage\": \"writing\", \"fraction\": 7}' >&2; "
      "echo '{\"error\": {\"message\": \"no events left\", \"fault\": \"bad_request\"}}' >&2; exit 2");
  auto const outcome = run.run();
  CHECK(jobs::read_status(run.work) == jobs::JobInfo{"writing", 1.0});
  CHECK(text_of(run.work / jobs::error_log) == "a warning\n{\"no\": 1}\nno events left\n");
  CHECK(outcome.error_message == "no events left");
  CHECK(outcome.error_fault == "bad_request");
  CHECK(outcome.status == 2);
}

TEST_CASE("the program sees no secret of ours, no descriptor of ours, and folders of its own") {
  setenv("DISTILLD_DATABASE_CONNECTION", "host=secret", 1);
  setenv("PGPASSWORD", "secret", 1);
  setenv("DISTILL_SECRET", "secret", 1);
  RunFolder run;
  run.order.threads = 3;
  run.order.environment = {{"MINE", "yes"}};
  run.shell(
      "env > env; ls -l /proc/self/fd | grep -v ' -> /proc/' > fd; umask > umask; ulimit -c > core; touch "
      "$TMPDIR/x; "
      "cat /proc/$PPID/environ > shepherd");
  CHECK(run.run().status == 0);
  auto const environment = run.product("env");
  for (char const* const expected : {"MINE=yes\n", "OMP_NUM_THREADS=3\n", "LANG=C.UTF-8\n", "PATH="})
    CHECK(environment.find(expected) != std::string::npos);
  CHECK(environment.find("HOME=" + run.work.string() + "\n") != std::string::npos);
  CHECK((environment + run.product("shepherd")).find("secret") == std::string::npos);
  CHECK(run.product("shepherd").find("PATH=") != std::string::npos);
  CHECK(run.product("fd").find("lock") == std::string::npos);
  CHECK(run.product("fd").find("socket") == std::string::npos);
  CHECK(run.product("umask") == "0077\n");
  CHECK(run.product("core") == "0\n");
  CHECK(!std::filesystem::exists(run.work / "tmp"));
}

TEST_CASE("inputs are summed after the run; those that are gone have no sum") {
  RunFolder run;
  std::ofstream(run.folder.path() / "events") << "abc";
  run.order.inputs = {run.folder.path() / "events", run.folder.path() / "gone"};
  run.shell("true");
  auto const outcome = run.run();
  REQUIRE(outcome.inputs.size() == 2);
  // FIPS 180-2, appendix B.1
  CHECK(outcome.inputs[0].sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(outcome.inputs[0].size == 3);
  CHECK(outcome.inputs[1].sha256.empty());
}

TEST_CASE("several ranks run under the launcher, and end with it") {
  RunFolder run;
  run.order.mpi = true;
  run.order.processes = 2;
  run.shell("echo $OMPI_COMM_WORLD_RANK$PMI_RANK of $OMPI_COMM_WORLD_SIZE$PMI_SIZE; sleep 0.2");
  auto const outcome = run.run();
  CHECK_MESSAGE(outcome.status == 0, outcome.reason);
  CHECK(!outcome.launcher.empty());
  auto const log = text_of(run.work / jobs::output_log);
  CHECK(log.find("0 of 2") != std::string::npos);
  CHECK(log.find("1 of 2") != std::string::npos);

  RunFolder broken;
  broken.order.mpi = true;
  broken.order.processes = 2;
  broken.shell(
      "if [ $OMPI_COMM_WORLD_RANK$PMI_RANK = 1 ]; then echo rank one fails >&2; exit 3; fi; sleep 300");
  auto const failed = broken.run();
  CHECK(failed.end == End::exited);
  CHECK(failed.status == 3);
  CHECK(failed.reason.find("rank one fails") != std::string::npos);
  CHECK(broken.left() == 0);

  RunFolder stopped;
  stopped.order.mpi = true;
  stopped.order.processes = 2;
  stopped.shell("sleep 300");
  auto const batch = stopped.submit();
  REQUIRE(soon([&] { return stopped.left() >= 3; }));
  stopped.scheduler.cancel(batch);
  CHECK(stopped.outcome().end == End::stopped);
  CHECK(stopped.left() == 0);
}

TEST_CASE(
    "one shepherd per folder: a second one finds the lock taken, and one for an attempt that has ended does "
    "nothing") {
  RunFolder run;
  run.shell("echo once >> count; sleep 0.3");
  run.submit();
  CHECK_THROWS_AS(run.scheduler.submit({run.order.id, run.work, run.order}), std::exception);
  CHECK(run.outcome().status == 0);
  REQUIRE(soon([&] { return !jobs::is_locked(run.work); }));
  run.scheduler.submit({run.order.id, run.work, run.order});
  REQUIRE(soon([&] { return !jobs::is_locked(run.work); }));
  CHECK(run.product("count") == "once\n");
}

TEST_CASE("a folder that vanishes ends the run") {
  RunFolder run;
  run.shell("sleep 300");
  auto const batch = run.submit();
  REQUIRE(soon([&] { return run.left() > 0; }));
  std::filesystem::remove_all(run.folder.path());
  CHECK(soon([&] { return run.left() == 0; }));
  std::vector<std::string> const ids{batch};
  CHECK(soon([&] { return run.scheduler.states(ids)[0].state == jobs::BatchState::ended; }));
}

namespace {

bool has_begun(RunFolder const& run) {
  return soon([&] { return std::filesystem::exists(run.order.directory / "begun"); });
}
void signal_shepherd(RunFolder const& run, int number) {
  auto const shepherd = jobs::signed_by(run.work);
  REQUIRE(shepherd);
  kill(shepherd->process.pid, number);
}

}  // namespace

TEST_CASE(
    "when the time of its batch is nearly up the program is asked to end, and what it makes of that is "
    "kept") {
  std::string const until_asked = "touch begun; while :; do sleep 0.02; done";
  struct Row {
    char const* on_term;
    End end;
    int status;
  };
  for (Row const& row : {Row{"exit 5", End::interrupted, 5}, Row{"exit 0", End::exited, 0},
                         Row{"trap - TERM; kill $$", End::interrupted, 128 + SIGTERM}}) {
    RunFolder run;
    run.shell("trap '" + std::string(row.on_term) + "' TERM; " + until_asked);
    run.submit();
    REQUIRE(has_begun(run));
    signal_shepherd(run, SIGUSR1);
    auto const outcome = run.outcome();
    CHECK(outcome.end == row.end);
    CHECK(outcome.status == row.status);
    CHECK(run.left() == 0);
  }
}

TEST_CASE("a run whose order was given out anew ends, and its outcome counts for nobody") {
  RunFolder run;
  run.shell("touch begun; sleep 300");
  run.submit();
  REQUIRE(has_begun(run));
  run.order.run = 2;
  run.shell("echo second > which");
  write_order(run.work, run.order);
  REQUIRE(soon([&] { return run.left() == 0 && !jobs::is_locked(run.work); }));
  CHECK(!jobs::read_outcome(run.work, 1));
  run.scheduler.submit({run.order.id, run.work, run.order});
  auto const outcome = run.outcome();
  CHECK(outcome.run == 2);
  CHECK(run.product("which") == "second\n");
}

TEST_CASE("who wants to know is told of news, once a second at most, and at the end") {
  RunFolder run;
  run.order.reads_progress = true;
  run.order.notify = "http://service/news";
  run.shell("for i in $(seq 60); do echo '{\"stage\": \"'$i'\", \"fraction\": 0.5}' >&2; sleep 0.02; done");
  write_order(run.work, run.order);
  std::string const told = (run.folder.path() / "told").string();
  pid_t const pid = fork();
  if (pid == 0) {  // the shepherd is a process of its own, and the function it calls is ours
    int const status = jobs::run_order(run.work, [&told](std::string const& url) {
      std::ofstream(told, std::ios::app) << url << "\n";
      throw std::runtime_error("nobody is there");
    });
    _exit(status);
  }
  auto const outcome = run.outcome();
  CHECK(outcome.status == 0);
  REQUIRE(soon([&] { return waitpid(pid, nullptr, WNOHANG) == pid; }));
  auto const text = text_of(told);
  CHECK(text.starts_with("http://service/news\n"));
  auto const times = std::count(text.begin(), text.end(), '\n');
  CHECK(times >= 2);
  CHECK(times <= 3 + std::chrono::ceil<std::chrono::seconds>(outcome.ended - outcome.started).count());
}

// Arrays: parts as shepherds of their own, and the one that ends last gathers.
#include "jobs/work/parts.hpp"

#include <doctest/doctest.h>
#include <spawn.h>
#include <sys/wait.h>

#include "tests/jobs/work/run_folder.hpp"

using test_jobs::RunFolder;
using test_jobs::soon;
using test_jobs::text_of;
using End = jobs::WorkOutcome::End;

namespace {

/// An array of shell scripts; `gather` runs behind them in the folder above.
struct Array : RunFolder {
  Array(std::vector<std::string> const& scripts, std::string const& gather) {
    shell(gather);
    order.parts = static_cast<int>(scripts.size());
    std::vector<jobs::WorkOrder> parts;
    for (auto const& script : scripts) {
      jobs::WorkOrder part;
      part.argv = {"/bin/bash", "-c", script};
      part.patience = std::chrono::seconds(1);
      part.reads_progress = true;
      parts.push_back(part);
    }
    jobs::write_parts(work, order, std::move(parts));
    write_order(work, order);
  }
  /// As the batch script of a task of the array does it.
  pid_t start(int number) const {
    std::string program = TEST_SHEPHERD, command = "work",
                argument = jobs::part_folder(work, number).string();
    std::array<char*, 4> words{program.data(), command.data(), argument.data(), nullptr};
    pid_t pid = 0;
    REQUIRE(posix_spawn(&pid, program.c_str(), nullptr, nullptr, words.data(), environ) == 0);
    return pid;
  }
  static int wait_for(pid_t pid) {
    int status = -1;
    waitpid(pid, &status, 0);
    return status;
  }
  void run_all() const {
    std::vector<pid_t> pids;
    for (int i = 1; i <= order.parts; ++i) pids.push_back(start(i));
    for (pid_t const pid : pids) wait_for(pid);
  }
  int gathered() const {
    auto const text = product("gathered");
    return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
  }
};

std::string const gather_all = "cat ../work/part-*/results/out > all; echo once >> gathered";

}  // namespace

TEST_CASE("the parts of an array run, and whoever ends last gathers, once, however many end at once") {
  for (int round = 0; round < 6; ++round) {
    Array array(std::vector<std::string>(8, "echo $RANDOM > out; exit 0"), gather_all);
    array.run_all();
    auto const outcome = array.outcome();
    CHECK_MESSAGE(outcome.end == End::exited, outcome.reason);
    CHECK(outcome.status == 0);
    CHECK(array.gathered() == 1);
    auto const all = array.product("all");
    CHECK(std::count(all.begin(), all.end(), '\n') == 8);
  }
}

TEST_CASE("the outcome of an array is that of all its parts together") {
  test_support::TemporaryDirectory data;
  std::ofstream(data.path() / "a") << "abc";
  Array array(
      {"dd if=/dev/zero of=z bs=1M count=3 2>/dev/null; echo > out", "echo > out", "echo > out; exit 10"},
      gather_all);
  array.order.reads_progress = true;
  write_order(array.work, array.order);
  auto part = jobs::read_order(jobs::part_folder(array.work, 2));
  part.inputs = {data.path() / "a"};
  write_order(jobs::part_folder(array.work, 2), part);
  array.run_all();
  auto const outcome = array.outcome();
  CHECK(outcome.end == End::exited);
  CHECK(outcome.status == 10);  // one left something out
  CHECK(outcome.bytes_written >= 3 << 20);
  CHECK(outcome.hosts.size() == 1);
  REQUIRE(outcome.inputs.size() == 1);
  CHECK(outcome.inputs[0].size == 3);
  auto const first = jobs::read_outcome(jobs::part_folder(array.work, 1), 1);
  REQUIRE(first);
  CHECK(outcome.started <= first->started);
  CHECK(outcome.ended >= first->ended);
}

TEST_CASE("a part that fails is the failure of the whole, at once, and nothing is gathered") {
  Array array({"echo > out", "echo no such run >&2; exit 3", "sleep 300"}, gather_all);
  pid_t const slow = array.start(3);
  for (int const number : {1, 2}) Array::wait_for(array.start(number));
  auto const outcome = array.outcome();
  CHECK(outcome.end == End::exited);
  CHECK(outcome.status == 3);
  CHECK(outcome.reason == "part 2 of 3: no such run");
  CHECK(kill(slow, SIGTERM) == 0);
  Array::wait_for(slow);
  CHECK(array.gathered() == 0);
  CHECK(jobs::read_outcome(array.work, 1)->status == 3);
}

TEST_CASE(
    "shepherds of an array may be killed at any moment: after a rerun all parts ran, and one gathered") {
  Array array(std::vector<std::string>(4, "echo run >> ../count; sleep 0.05; echo > out"),
              "sleep 0.05; " + gather_all);
  int killed = 0;
  for (int round = 0; round < 25; ++round) {
    std::vector<pid_t> pids;
    for (int i = 1; i <= 4; ++i) pids.push_back(array.start(i));
    usleep(static_cast<useconds_t>(3000 * round));
    for (pid_t const pid : pids) kill(pid, SIGKILL);
    for (pid_t const pid : pids) killed += WIFSIGNALED(Array::wait_for(pid)) ? 1 : 0;
    if (jobs::read_outcome(array.work, 1)) break;
    REQUIRE(soon([&] { return array.left() == 0; }));
  }
  CHECK(killed > 4);
  array.run_all();
  auto const outcome = array.outcome();
  CHECK_MESSAGE(outcome.end == End::exited, outcome.reason);
  CHECK(outcome.status == 0);
  CHECK(array.gathered() >= 1);
  // Who did well once is not run again.
  array.run_all();
  CHECK(jobs::read_outcome(array.work, 1)->ended == outcome.ended);
}

TEST_CASE("how far an array is: the mean of its parts") {
  Array array({"exit 0", "exit 0", "exit 0", "exit 0"}, "true");
  CHECK(!jobs::parts_status(array.work, array.order));
  Array::wait_for(array.start(2));
  jobs::write_status(jobs::part_folder(array.work, 3), {"counting", 0.5});
  auto const info = jobs::parts_status(array.work, array.order);
  REQUIRE(info);
  CHECK(info->stage == "1 of 4 parts done");
  CHECK(info->fraction == doctest::Approx(0.375));
}

TEST_CASE("for another batch, parts that did well stay and the others begin anew") {
  Array array({"echo > out", "echo > out; echo broken >&2; exit 1"}, gather_all);
  array.run_all();
  CHECK(array.outcome().status == 1);
  jobs::WorkOrder again = array.order;
  again.run = 2;
  jobs::stamp_parts(array.work, again);
  jobs::write_order(array.work, again);
  jobs::clear_parts(array.work, again);
  CHECK(jobs::read_outcome(jobs::part_folder(array.work, 1), 1));
  CHECK(!jobs::read_outcome(jobs::part_folder(array.work, 2), 1));
  CHECK(std::filesystem::exists(jobs::part_folder(array.work, 1) / "results" / "out"));
  CHECK(!std::filesystem::exists(jobs::part_folder(array.work, 2) / "results" / "out"));
  auto better = jobs::read_order(jobs::part_folder(array.work, 2));
  better.argv = {"/bin/bash", "-c", "echo > out"};
  jobs::write_order(jobs::part_folder(array.work, 2), better);
  array.run_all();
  std::optional<jobs::WorkOutcome> outcome;
  CHECK(soon([&] { return (outcome = jobs::read_outcome(array.work, 1)) && outcome->run == 2; }));
  CHECK(outcome->status == 0);
  CHECK(array.gathered() == 1);
}

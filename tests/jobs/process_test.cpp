#include "jobs/process.hpp"

#include <thread>

#include <doctest/doctest.h>
#include <signal.h>

#include "engine/base/failure.hpp"

namespace {

using namespace std::chrono_literals;
using jobs::ProcessResult;
using jobs::run_process;

jobs::ProcessOrder shell(std::string const& script) { return {.argv = {"sh", "-c", script}}; }

TEST_CASE("output, errors and status come back") {
  auto const result = run_process(shell("echo out; echo err >&2; exit 3"));
  CHECK(result.end == ProcessResult::End::exited);
  CHECK(result.status == 3);
  CHECK(result.output == "out\n");
  CHECK(result.errors == "err\n");
}

TEST_CASE("arguments are passed as they are") {
  auto const result = run_process({.argv = {"printf", "%s|", "a b", "$HOME", "`x`", "", "*"}});
  CHECK(result.output == "a b|$HOME|`x`||*|");
}

TEST_CASE("a program that is not there is told by its name") {
  CHECK_THROWS_WITH_AS(run_process({.argv = {"/no/such/program"}}),
                       "cannot start /no/such/program (No such file or directory)", engine::Failure);
}

TEST_CASE("folder, environment, closed input") {
  auto order = shell("pwd; echo $GREETING; cat");
  order.directory = "/";
  order.environment = {"GREETING=hello"};
  CHECK(run_process(order).output == "/\nhello\n");
}

TEST_CASE("a child that dies of a signal says which") {
  auto const result = run_process(shell("kill -9 $$"));
  CHECK(result.end == ProcessResult::End::killed);
  CHECK(result.status == SIGKILL);
}

TEST_CASE("time is up: it is ended, also when it will not listen, with all it started") {
  auto order = shell("trap '' TERM; sleep 1000 & echo $!; sleep 1000; sleep 1000");
  order.time = 100ms;
  order.patience = 100ms;
  auto const result = run_process(order);
  CHECK(result.end == ProcessResult::End::timed_out);
  int const grandchild = std::stoi(result.output);
  for (int i = 0; i < 200 && kill(grandchild, 0) == 0; ++i) std::this_thread::sleep_for(10ms);
  CHECK(kill(grandchild, 0) != 0);
}

TEST_CASE("it can be stopped from outside") {
  std::stop_source stop;
  std::jthread const later([&] {
    std::this_thread::sleep_for(100ms);
    stop.request_stop();
  });
  CHECK(run_process(shell("exec sleep 1000"), stop.get_token()).end == ProcessResult::End::stopped);
}

TEST_CASE("of endless output the end is kept") {
  auto order = shell("yes 0123456789 | head -c 10000000; echo end");
  order.kept_output = 1000;
  auto const result = run_process(order);
  CHECK(result.output.size() <= 2000 + 16384);
  CHECK(result.output.ends_with("end\n"));
}

TEST_CASE("lines of the log are heard as they come") {
  std::vector<std::string> lines;
  auto order = shell("echo one >&2; echo two >&2; printf three >&2");
  order.on_line = [&](std::string const& line) { lines.push_back(line); };
  run_process(order);
  CHECK(lines == std::vector<std::string>{"one", "two", "three"});
}

TEST_CASE("memory has a limit") {
  auto order = shell("exec python3 -c 'x = bytearray(2000000000)'");
  order.memory_bytes = 500'000'000;
  CHECK(run_process(order).status != 0);
}

}  // namespace

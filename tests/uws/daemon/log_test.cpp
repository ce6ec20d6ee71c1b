#include "uws/daemon/log.hpp"

#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "engine/base/failure.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace uws;

namespace {

std::vector<std::string> lines_of(std::string const& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

http::AccessRecord record() {
  return {.id = "ab1",
          .method = "GET",
          .path = "/a\"\n b",
          .status = 200,
          .bytes = 7,
          .duration = std::chrono::microseconds(1500),
          .peer = "::1",
          .user = "ada",
          .job = "J1"};
}

}  // namespace

TEST_CASE("an event is one line, whatever it says, and low ones are left out") {
  test_support::TemporaryDirectory const folder;
  Log const log({.level = LogLevel::warning, .file = folder.file("log")});
  log.info("nobody sees this");
  log.error("two\nlines \"quoted\" \x01");
  log.request(record());
  auto const lines = lines_of(folder.file("log"));
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].ends_with("level=error message=\"two\\u000alines \\\"quoted\\\" \\u0001\""));
  CHECK(lines[1] ==
        "time=1970-01-01T00:00:00.000Z id=ab1 method=GET path=\"/a\\\"\\u000a b\" status=200 bytes=7 "
        "ms=1.500 peer=::1 user=\"ada\" job=\"J1\"");
}

TEST_CASE("the JSON form is JSON") {
  test_support::TemporaryDirectory const folder;
  Log const log({.file = folder.file("log"), .format = LogFormat::json});
  log.warning("two\nlines \"quoted\"");
  log.request(record());
  auto const lines = lines_of(folder.file("log"));
  REQUIRE(lines.size() == 2);
  CHECK(nlohmann::json::parse(lines[0]).at("message") == "two\nlines \"quoted\"");
  auto const request = nlohmann::json::parse(lines[1]);
  CHECK(request.at("path") == "/a\"\n b");
  CHECK(request.at("ms") == 1.5);
  CHECK(request.at("job") == "J1");
}

TEST_CASE("after rotation the log goes on in a new file, and no line is lost on the way") {
  test_support::TemporaryDirectory const folder;
  Log const log({.file = folder.file("log")});
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) log.info("line");
    });
  std::filesystem::rename(folder.file("log"), folder.file("old"));
  log.reopen();
  threads.clear();
  log.info("last");
  CHECK(lines_of(folder.file("old")).size() + lines_of(folder.file("log")).size() == 4001);
  CHECK(lines_of(folder.file("log")).back().ends_with("message=\"last\""));
}

TEST_CASE("a log that cannot be opened is a clear failure") {
  test_support::TemporaryDirectory const folder;
  std::ofstream(folder.file("plain")) << "x";
  CHECK_THROWS_WITH_AS(Log({.file = folder.file("plain/log")}), doctest::Contains("cannot open the log"),
                       engine::Failure);
}

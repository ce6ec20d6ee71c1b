#include "jobs/types/registry.hpp"

#include <fstream>
#include <mutex>
#include <thread>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "some_types.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using jobs::JobTypes;

std::string type_json(std::string const& name, std::string const& title) {
  return R"({"name": ")" + name + R"(", "title": ")" + title + R"(", "command": {"argv": ["true"]}})";
}
void write(fs::path const& path, std::string const& text) {
  std::ofstream(path) << text;
  // Two writes within the clock tick of the file system would look like one.
  static auto time = fs::file_time_type::clock::now();
  fs::last_write_time(path, time += 1s);
}

struct Log {
  std::mutex mutex;
  std::vector<std::string> lines;
  std::function<void(std::string const&)> taker() {
    return [this](std::string const& line) {
      std::lock_guard const lock(mutex);
      lines.push_back(line);
    };
  }
  std::size_t with(std::string const& text) {
    std::lock_guard const lock(mutex);
    return static_cast<std::size_t>(std::count_if(
        lines.begin(), lines.end(), [&](auto const& line) { return line.find(text) != std::string::npos; }));
  }
};

TEST_CASE("a file that is dropped in is found without a restart, and one that goes is gone") {
  test_support::TemporaryDirectory const folder;
  JobTypes const types({.folders = {folder.path()}, .interval = 20ms});
  CHECK(types.all().empty());
  write(folder.path() / "a.json", type_json("alpha", "one"));
  auto const within = [](auto condition) {
    for (int i = 0; i < 500 && !condition(); ++i) std::this_thread::sleep_for(10ms);
    return condition();
  };
  CHECK(within([&] { return types.find("ALPHA") != nullptr; }));
  write(folder.path() / "a.json", type_json("alpha", "two"));
  CHECK(within([&] { return types.find("alpha") && types.find("alpha")->title == "two"; }));
  fs::remove(folder.path() / "a.json");
  CHECK(within([&] { return types.find("alpha") == nullptr; }));
}

TEST_CASE("a broken file is told once and leaves what was there before in use") {
  test_support::TemporaryDirectory const folder;
  Log log;
  write(folder.path() / "a.json", type_json("alpha", "one"));
  JobTypes types({.folders = {folder.path()}, .interval = 0ms, .log = log.taker()});
  write(folder.path() / "a.json", "{\"name\": ");
  for (int i = 0; i < 3; ++i) types.refresh();
  REQUIRE(types.find("alpha") != nullptr);
  CHECK(types.find("alpha")->title == "one");
  CHECK(log.with("a.json: not JSON") == 1);
  write(folder.path() / "a.json", type_json("alpha", "three"));
  types.refresh();
  CHECK(types.find("alpha")->title == "three");
}

TEST_CASE("what is in use stays whole while the files change") {
  test_support::TemporaryDirectory const folder;
  write(folder.path() / "a.json", type_json("alpha", "one"));
  JobTypes types({.folders = {folder.path()}, .interval = 0ms});
  auto const held = types.find("alpha");
  fs::remove(folder.path() / "a.json");
  types.refresh();
  CHECK(types.find("alpha") == nullptr);
  CHECK(held->title == "one");
}

TEST_CASE("the operator's folder goes before the shipped one, and nothing goes before the engine") {
  test_support::TemporaryDirectory const shipped, own, engine;
  write(shipped.path() / "x.json",
        "[" + type_json("alpha", "shipped") + "," + type_json("beta", "shipped") + "]");
  write(own.path() / "y.json", "[" + type_json("alpha", "own") + "," + type_json("map", "own") + "]");
  write(own.path() / "z.json", type_json("alpha", "second"));
  write(engine.path() / "distill",
        "#!/bin/sh\necho '[{\"name\": \"map\", \"summary\": \"engine\", \"parameters\": "
        "[{\"name\": \"in\", \"type\": \"path\", \"concern\": \"run\", \"required\": true}]}]'\n");
  fs::permissions(engine.path() / "distill", fs::perms::owner_all);
  Log log;
  JobTypes types({.engine = engine.file("distill"),
                  .folders = {shipped.path(), own.path()},
                  .proposals =
                      [] {
                        return std::vector<jobs::JobType>{{.name = "beta", .title = "proposed"},
                                                          {.name = "gamma", .title = "proposed"}};
                      },
                  .interval = 0ms,
                  .log = log.taker()});
  CHECK(types.find("map")->title == "engine");
  CHECK(types.find("map")->command.argv == std::vector<std::string>{engine.file("distill"), "map"});
  CHECK(types.find("alpha")->title == "own");
  CHECK(types.find("beta")->title == "shipped");
  CHECK(types.find("gamma")->title == "proposed");
  CHECK(log.with("there is a job type map already (engine)") == 1);
  CHECK(log.with("there is a job type alpha already (y.json)") == 1);
  write(engine.path() / "distill", "#!/bin/sh\necho broken >&2; exit 3\n");
  types.refresh();
  CHECK(types.find("map")->title == "engine");
  CHECK(log.with("broken") == 1);
}

TEST_CASE("without a database the proposals stay as they were, and that is told once") {
  Log log;
  bool there = true;
  JobTypes types({.proposals =
                      [&] {
                        if (!there) throw engine::Failure(engine::Fault::missing_resource, "away");
                        return std::vector<jobs::JobType>{{.name = "gamma"}};
                      },
                  .interval = 0ms,
                  .log = log.taker()});
  there = false;
  for (int i = 0; i < 3; ++i) types.refresh();
  CHECK(types.find("gamma") != nullptr);
  CHECK(log.with("cannot read the proposed ones: away") == 1);
}

TEST_CASE("an alias lives as long as its base fits it") {
  test_support::TemporaryDirectory const folder;
  std::string const base = R"({"name": "base", "parameters": [{"name": "a", "type": "real", "default": 1}],
      "command": {"argv": ["true", "{a}"]}})";
  write(folder.path() / "base.json", base);
  write(folder.path() / "alias.json", R"({"name": "alias", "base": "base", "set": {"a": 2}})");
  Log log;
  JobTypes types({.folders = {folder.path()}, .interval = 0ms, .log = log.taker()});
  REQUIRE(types.find("alias") != nullptr);
  CHECK(types.find("alias")->base_type == types.find("base"));
  write(folder.path() / "alias.json", R"({"name": "alias", "base": "base", "set": {"b": 2}, "inherit": ["c"],
      "parameters": [{"name": "x", "to": "y"}]})");
  types.refresh();
  CHECK(types.find("alias") == nullptr);
  CHECK(log.with("set.b: base has no such parameter") == 1);
  CHECK(log.with("base has no parameter 'c'") == 1);
  CHECK(log.with("base has no parameter 'y'") == 1);
  fs::remove(folder.path() / "base.json");
  types.refresh();
  CHECK(log.with("there is no job type 'base'") == 1);
}

TEST_CASE("readers and a refresh do not disturb each other") {
  test_support::TemporaryDirectory const folder;
  write(folder.path() / "a.json", type_json("alpha", "one"));
  JobTypes types({.folders = {folder.path()}, .interval = 1ms});
  std::jthread const reader([&](std::stop_token const& stop) {
    while (!stop.stop_requested()) CHECK(types.find("alpha") != nullptr);
  });
  for (int i = 0; i < 50; ++i) types.refresh();
}

}  // namespace

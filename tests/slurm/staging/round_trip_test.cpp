// Jobs on a host that sees none of our files, over a real ssh and a real rsync.
#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "far_host.hpp"
#include "service_here.hpp"
#include "slurm/shell_words.hpp"

using namespace test_staging;
using namespace std::chrono_literals;
using engine::Failure;
using engine::Fault;
using End = jobs::WorkOutcome::End;

namespace {

/// A service, and a cluster that does not see it.
struct Pair {
  ServiceHere service{};
  FarHost host{{.folder = service.aside() / "ssh", .hidden = service.here()}};
  slurm::Staging staging{service.settings(host.over()), service.source()};

  void send(fs::path const& work) { staging.send(submission_of(work, jobs::read_order(work))); }
  /// What a batch does.
  void work_there(fs::path const& work) {
    auto const done =
        host.run(slurm::shell_line({TEST_SHEPHERD, "work", staging.path_there(work).string()}, "test"));
    INFO(done.errors);
    REQUIRE(done.status == 0);
  }
  void run(fs::path const& work) {
    send(work);
    work_there(work);
    staging.fetch(work);
  }
  fs::path result(fs::path const& work, std::string const& name) const {
    return work.parent_path() / ".results" / name;
  }
};

}  // namespace

TEST_CASE("a batch that sees none of our files gets all it needs, and all it made comes back") {
  Pair pair;
  auto& service = pair.service;
  std::string const one = noise(300'000, 1), two = noise(2'000, 2), strange = "ev 'x'\n\"y\".fits.gz";
  auto const first = service.add_data("crab/dl3/" + strange, one),
             second = service.add_data("irf/aeff.fits", two);
  std::string const product = "product of another job";
  write_file(service.root() / "map/other/results/p.txt", product);
  auto const work = service.add_job(
      "j1",
      "set -e; test ! -e '" + service.data().string() +
          "' || { echo 'our files are seen' >&2; exit 9; }\n"
          "cat \"$1/inputs/crab/.data-1/dl3/\"ev* > one; cat \"$1/inputs/crab/.data-2/aeff.fits\" > two\n"
          "cat \"$1/inputs/files/input-1\" > product; cat \"$1/uploads/1-list.txt\" > upload\n"
          "cat \"$1/inputs/files/input-2\" > upload2; cat \"$1/work/activity.json\" > activity.json\n"
          "mkdir 'sub folder'; printf x > 'sub folder/#strange\n name'; ln -s /etc/passwd link; pwd > where; "
          "echo words >&2",
      {first, second});
  fs::path const job = work.parent_path();
  write_file(job / "uploads/1-list.txt", "an upload");
  fs::create_directories(job / "inputs/crab");
  fs::create_directories(job / "inputs/files");
  fs::create_directory_symlink(service.data() / "crab", job / "inputs/crab/.data-1");
  fs::create_directory_symlink(service.data() / "irf", job / "inputs/crab/.data-2");
  fs::create_symlink(service.root() / "map/other/results/p.txt", job / "inputs/files/input-1");
  fs::create_symlink(job / "uploads/1-list.txt", job / "inputs/files/input-2");
  write_file(work / "activity.json",
             R"({"inputs": [{"file": ")" + second.path.string() + R"("}], "id": "j1"})");
  auto order = jobs::read_order(work);
  order.inputs = {first.path};
  jobs::write_order(work, order);
  if (!pair.host.hides())
    MESSAGE("no right to make namespaces: it is not proven that only sent files are used");

  pair.send(work);
  CHECK(files_below(job / ".results").empty());
  pair.work_there(work);
  CHECK(files_below(job / ".results").empty());
  CHECK_FALSE(jobs::read_outcome(work, 1));
  pair.staging.fetch(work);

  auto const outcome = jobs::read_outcome(work, 1);
  REQUIRE(outcome);
  INFO(file_bytes(work / jobs::error_log));
  REQUIRE(outcome->end == End::exited);
  REQUIRE(outcome->status == 0);
  CHECK(file_bytes(pair.result(work, "one")) == one);
  CHECK(file_bytes(pair.result(work, "two")) == two);
  CHECK(file_bytes(pair.result(work, "product")) == product);
  CHECK(file_bytes(pair.result(work, "upload")) == "an upload");
  CHECK(file_bytes(pair.result(work, "upload2")) == "an upload");
  CHECK(file_bytes(pair.result(work, "sub folder/#strange\n name")) == "x");
  CHECK_FALSE(fs::exists(fs::symlink_status(pair.result(work, "link"))));  // could name anything
  CHECK(file_bytes(work / jobs::error_log) == "words\n");
  CHECK(file_bytes(pair.result(work, "where")).starts_with(service.base().string()));
  // The path in the service's own document is that of the file there, and was readable.
  CHECK(file_bytes(pair.result(work, "activity.json")).find(service.base().string()) != std::string::npos);
  CHECK(file_bytes(pair.result(work, "activity.json")).find(service.data().string() + "/irf") !=
        std::string::npos);  // below ".../data"
  REQUIRE(outcome->inputs.size() == 1);
  CHECK(outcome->inputs[0].path == first.path);
  CHECK(outcome->inputs[0].sha256 == first.sha256);
  CHECK(outcome->inputs[0].changed == first.changed);
  CHECK(jobs::read_order(work).directory == job / ".results");
  CHECK(fs::is_empty(service.base() / "jobs/map"));
  CHECK(files_below(service.base() / "incoming").empty());
  CHECK(files_below(service.base() / "store").size() == 3);
  CHECK(files_below(job / ".fetched").empty());
}

TEST_CASE("what is there is not sent again, what has changed is") {
  Pair pair;
  auto& service = pair.service;
  auto file = service.add_data("a.fits", "first content");
  auto const job_with = [&](std::string const& id) {
    auto const work = service.add_job(id, "cat \"$1/inputs/a\" > a", {file});
    fs::create_directories(work.parent_path() / "inputs");
    fs::create_symlink(file.path, work.parent_path() / "inputs/a");
    return work;
  };
  pair.run(job_with("j1"));
  // Other bytes behind the catalogue's back, of the same size and time: if they were sent, they would arrive.
  auto const when = fs::last_write_time(file.path);
  write_file(file.path, "FIRST CONTENT");
  fs::last_write_time(file.path, when);
  auto const second = job_with("j2");
  pair.run(second);
  CHECK(file_bytes(pair.result(second, "a")) == "first content");

  write_file(file.path, "second content");
  auto const third = job_with("j3");
  pair.run(third);
  CHECK(file_bytes(pair.result(third, "a")) == "second content");
  CHECK(files_below(service.base() / "store").size() == 2);
}

TEST_CASE("a file that is not what the catalogue says is refused, in words without paths") {
  Pair pair;
  auto file = pair.service.add_data("run 1.fits", "some bytes");
  file.sha256 = std::string(64, 'a');
  auto const work = pair.service.add_job("j1", "true", {file});
  try {
    pair.send(work);
    FAIL("it was sent");
  } catch (Failure const& failure) {
    CHECK(failure.fault() == Fault::bad_data);
    CHECK(std::string(failure.what()).find("run 1.fits") != std::string::npos);
    CHECK(std::string(failure.what()).find(pair.service.here().string()) == std::string::npos);
  }
  CHECK(files_below(pair.service.base() / "store").empty());
  pair.staging.clean(work);
  CHECK(fs::is_empty(pair.service.base() / "jobs/map"));
}

TEST_CASE("an interrupted run goes on with what it left, in the next batch") {
  Pair pair;
  auto const work = pair.service.add_job(
      "j1", "if [ -e half ]; then mv half whole; else echo half > half; echo gone > gone; exit 5; fi");
  pair.run(work);
  CHECK(file_bytes(pair.result(work, "half")) == "half\n");
  fs::remove(work / jobs::outcome_name);  // as the executor does before another batch
  fs::remove(pair.result(work, "gone"));
  pair.run(work);
  REQUIRE(jobs::read_outcome(work, 1));
  CHECK(jobs::read_outcome(work, 1)->status == 0);
  CHECK(files_below(work.parent_path() / ".results") == std::vector<std::string>{"whole"});
}

TEST_CASE("how far jobs are is known here while they run there") {
  Pair pair;
  auto const work = pair.service.add_job("j1", "true"), other = pair.service.add_job("j2", "true");
  pair.send(work);
  pair.send(other);
  pair.staging.refresh();
  CHECK_FALSE(jobs::read_status(work));
  jobs::write_status(pair.staging.path_there(work), {"reading", 0.25});
  jobs::write_status(pair.staging.path_there(other), {"writing", 0.5});
  pair.staging.refresh();
  CHECK(jobs::read_status(work) == jobs::JobInfo{"reading", 0.25});
  CHECK(jobs::read_status(other) == jobs::JobInfo{"writing", 0.5});
}

TEST_CASE("a job that was deleted here leaves nothing there, and nothing comes back") {
  Pair pair;
  auto const work = pair.service.add_job("j1", "true");
  pair.send(work);
  CHECK(fs::exists(pair.staging.path_there(work)));
  fs::remove_all(work.parent_path());
  pair.staging.fetch(work);
  CHECK(fs::is_empty(pair.service.base() / "jobs/map"));
  CHECK_FALSE(fs::exists(work.parent_path()));
}

TEST_CASE("the parts of an array work there, and what they made is there for the one that gathers") {
  Pair pair;
  auto const work = pair.service.add_job("j1", "cat \"$1\"/work/part-*/results/n > all");
  auto const parent = jobs::read_order(work);
  for (int i = 1; i <= 2; ++i) {
    auto part = parent;
    fs::path const folder = work / ("part-" + std::to_string(i));
    part.argv = {"/bin/sh", "-c", "echo " + std::to_string(i) + " > n"};
    part.directory = folder / "results";
    fs::create_directories(part.directory);
    jobs::write_order(folder, part);
  }
  auto both = parent;
  both.parts = 2;
  jobs::write_order(work, both);
  pair.send(work);
  for (char const* const part : {"part-1", "part-2"}) pair.work_there(work / part);
  pair.staging.refresh();
  pair.staging.fetch(work);
  REQUIRE(jobs::read_outcome(work, 1));
  CHECK(jobs::read_outcome(work, 1)->status == 0);
  CHECK(file_bytes(pair.result(work, "all")) == "1\n2\n");
  CHECK(jobs::read_outcome(work / "part-2", 1));
  CHECK(files_below(work / "part-1/results").empty());  // gathered: not worth the way
}

// The far end alone: whose folder it is, what is kept and what goes, and what a stranger's words can do.
#include <thread>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "engine/base/failure.hpp"
#include "service_here.hpp"
#include "slurm/staging_agent.hpp"
#include "slurm/staging_words.hpp"

using namespace test_staging;
using engine::Failure;
using engine::Fault;

namespace {

/// Both ends on one machine, still by rsync.
struct OneHost {
  ServiceHere service{};
  slurm::Settings settings = service.settings({});
  slurm::Staging staging{settings, service.source()};

  void send(fs::path const& work) { staging.send(submission_of(work, jobs::read_order(work))); }
  std::vector<std::string> kept() const {
    std::vector<std::string> names;
    for (auto const& file : files_below(service.base() / "store")) names.push_back(fs::path(file).filename());
    return names;
  }
};

std::vector<std::string> asked(fs::path const& base, std::string const& token, std::string const& verb,
                               std::vector<std::string> words) {
  words.insert(words.begin(), {std::string(slurm::stage_protocol), verb, base.string(), token});
  return slurm::unpacked_words(slurm::stage_answer(slurm::packed_words(words)).substr(1));
}

void set_wanted(fs::path const& file, std::time_t when) {
  timespec const times[2]{{when, 0}, {when, 0}};
  REQUIRE(utimensat(AT_FDCWD, file.c_str(), times, 0) == 0);
}

std::string key_of(jobs::FileSum const& file) { return file.sha256 + file.path.extension().string(); }

}  // namespace

TEST_CASE("what was wanted longest ago makes room, but nothing that a job still reads") {
  OneHost one;
  one.settings.stage_bytes = 3000;
  slurm::Staging staging(one.settings, one.service.source());
  std::vector<jobs::FileSum> files;
  for (unsigned i = 0; i < 5; ++i)
    files.push_back(one.service.add_data("f" + std::to_string(i) + ".fits", noise(1000, i)));
  auto const send = [&](std::string const& id, std::vector<jobs::FileSum> const& data) {
    auto const work = one.service.add_job(id, "true", data);
    staging.send(submission_of(work, jobs::read_order(work)));
    return work;
  };
  auto const path_of = [&](jobs::FileSum const& file) {
    return one.service.base() / "store" / file.sha256.substr(0, 2) / key_of(file);
  };
  auto const living = send("j0", {files[0]});
  staging.clean(send("j1", {files[1], files[2]}));
  set_wanted(path_of(files[0]), 1000);  // longest ago, but its job is there
  set_wanted(path_of(files[1]), 3000);
  set_wanted(path_of(files[2]), 2000);
  staging.clean(send("j2", {files[3]}));
  CHECK(fs::exists(path_of(files[0])));
  CHECK(fs::exists(path_of(files[1])));
  CHECK_FALSE(fs::exists(path_of(files[2])));
  CHECK(fs::exists(path_of(files[3])));
  staging.clean(living);
  staging.clean(send("j3", {files[1], files[4]}));  // which makes files[1] the one wanted last
  CHECK(fs::exists(path_of(files[1])));
  CHECK_FALSE(fs::exists(path_of(files[0])));
  CHECK(one.kept().size() == 3);
}

TEST_CASE("a kept file that was spoilt is sent anew") {
  OneHost one;
  auto const file = one.service.add_data("a.fits", "good bytes");
  auto const work = one.service.add_job("j1", "true", {file});
  one.send(work);
  auto const kept = one.service.base() / "store" / file.sha256.substr(0, 2) / key_of(file);
  CHECK((fs::status(kept).permissions() & fs::perms::all) == fs::perms::owner_read);
  fs::permissions(kept, fs::perms::owner_all);
  write_file(kept, "goo");
  one.send(work);
  CHECK(file_bytes(kept) == "good bytes");
}

TEST_CASE("a second service of the same name is refused, one of another name is left alone") {
  OneHost one;
  auto const work = one.service.add_job("j1", "true");
  one.send(work);

  ServiceHere other;
  auto settings = other.settings({});
  settings.stage = one.settings.stage;
  slurm::Staging same_name(settings, other.source());
  auto const theirs = other.add_job("j2", "true");
  CHECK_THROWS_WITH_AS(same_name.send(submission_of(theirs, jobs::read_order(theirs))),
                       doctest::Contains("another service"), Failure);
  CHECK_THROWS_AS(same_name.sweep(), Failure);
  settings.name = "other";
  slurm::Staging other_name(settings, other.source());
  other_name.send(submission_of(theirs, jobs::read_order(theirs)));
  other_name.sweep();
  one.staging.sweep();
  CHECK(fs::exists(one.staging.path_there(work)));
  CHECK(fs::exists(other_name.path_there(theirs)));
}

TEST_CASE("a folder with files of others is not taken") {
  OneHost one;
  write_file(one.service.base() / "thesis.tex", "years of work");
  CHECK_THROWS_WITH_AS(one.staging.sweep(), doctest::Contains("none of ours"), Failure);
  CHECK(files_below(one.service.base()) == std::vector<std::string>{"thesis.tex"});
}

TEST_CASE("a sweep removes what no job here waits for, and nothing else") {
  OneHost one;
  auto const waits = one.service.add_job("j1", "true"), deleted = one.service.add_job("j2", "true"),
             again = one.service.add_job("j3", "true");
  for (fs::path const& work : {waits, deleted, again}) one.send(work);
  fs::remove_all(deleted.parent_path());
  fs::remove(again / "staged");  // its work folder was emptied for another attempt
  slurm::Staging next(one.settings, one.service.source());
  next.sweep();
  CHECK(fs::exists(next.path_there(waits)));
  CHECK_FALSE(fs::exists(next.path_there(deleted)));
  CHECK_FALSE(fs::exists(next.path_there(again)));
}

TEST_CASE("what is sent again replaces all that an earlier attempt left") {
  OneHost one;
  auto const work = one.service.add_job("j1", "true");
  one.send(work);
  auto const there = one.staging.path_there(work);
  write_file(there / jobs::outcome_name, "old");
  write_file(one.staging.path_there(work.parent_path()) / ".results/old", "old");
  one.send(work);
  CHECK_FALSE(fs::exists(there / jobs::outcome_name));
  CHECK(files_below(one.staging.path_there(work.parent_path()) / ".results").empty());
  CHECK(jobs::read_order(there).directory == one.staging.path_there(work.parent_path()) / ".results");
}

TEST_CASE("folders on the cluster that somebody has removed are no trouble") {
  OneHost one;
  auto const work = one.service.add_job("j1", "true");
  one.send(work);
  fs::remove_all(one.service.base());
  one.staging.fetch(work);
  CHECK_FALSE(jobs::read_outcome(work, 1));
  CHECK_FALSE(fs::exists(work / "staged"));
}

TEST_CASE("two jobs that want the same data at once both get it") {
  OneHost one;
  std::vector<jobs::FileSum> files;
  for (unsigned i = 0; i < 20; ++i)
    files.push_back(one.service.add_data("f" + std::to_string(i), noise(20'000, i)));
  std::vector<fs::path> works;
  for (int i = 0; i < 4; ++i) works.push_back(one.service.add_job("j" + std::to_string(i), "true", files));
  {
    std::vector<std::jthread> senders;
    for (fs::path const& work : works) senders.emplace_back([&one, work] { one.send(work); });
  }
  for (fs::path const& work : works) CHECK(fs::exists(one.staging.path_there(work) / jobs::order_name));
  CHECK(one.kept().size() == 20);
  CHECK(files_below(one.service.base() / "incoming").empty());
}

TEST_CASE("names that lead out of a job's folder are refused") {
  test_support::TemporaryDirectory temp;
  fs::path const base = temp.path() / "ground";
  CHECK(asked(base, "t", "list", {})[1] == "ok");
  for (std::string const job : {"../x", "a/../..", "/etc", "a", "a/b/c", ".hidden/x"}) {
    CAPTURE(job);
    CHECK(asked(base, "t", "clean", {"1", job})[1] == "bad_data");
    CHECK(asked(base, "t", "begin", {job, "10", "0"})[1] == "bad_data");
  }
  CHECK(asked(base, "t", "begin", {"map/j", "10", "0"})[1] == "ok");
  CHECK(asked(base, "t", "keep", {"1", "../../etc/passwd"})[1] == "bad_data");
  for (std::string const name : {"../evil", "/tmp/evil", "a/../../evil", ""}) {
    CAPTURE(name);
    CHECK(asked(base, "t", "place", {"map/j", "0", "0", "0", "2", name, "text", "0"})[1] == "bad_data");
    CHECK(asked(base, "t", "place", {"map/j", "0", "2", name, "target", "0", "0", "0"})[1] == "bad_data");
    CHECK(asked(base, "t", "sums", {"map/j", "1", name})[1] == "bad_data");
  }
  CHECK_FALSE(fs::exists(temp.path() / "evil"));
}

TEST_CASE("requests that are none are answered with a failure") {
  test_support::TemporaryDirectory temp;
  std::string const base = (temp.path() / "ground").string();
  using slurm::stage_answer;
  CHECK(stage_answer("").find("bad_data") != std::string::npos);
  CHECK(stage_answer("no end").find("bad_data") != std::string::npos);
  CHECK(stage_answer(slurm::packed_words({"distiller-stage-0", "list", base, "t"})).find("version") !=
        std::string::npos);
  CHECK(asked(base, "t", "format-disk", {})[1] == "bad_request");
  CHECK(asked(base, "t", "clean", {"7", "map/j"})[1] == "bad_data");
  CHECK(asked(base, "t", "begin", {"map/j", "-1", "0"})[1] == "bad_data");
  CHECK(asked(base, "u", "list", {})[1] == "bad_request");
}

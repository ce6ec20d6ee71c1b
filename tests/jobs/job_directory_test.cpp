#include "jobs/job_directory.hpp"

#include <fstream>
#include <sstream>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "jobs/ids.hpp"
#include "tests/support/temporary_directory.hpp"

namespace fs = std::filesystem;

namespace {

void write(fs::path const& path, std::string const& text) { std::ofstream(path) << text; }
std::string read(fs::path const& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

jobs::Job some_job() {
  jobs::Job job;
  job.id = jobs::new_job_id();
  job.list = "tap";
  return job;
}

}  // namespace

TEST_CASE("results are nowhere to be seen until all of them are there") {
  test_support::TemporaryDirectory folder;
  jobs::JobDirectories const directories(folder.path() / "jobs");
  jobs::Job const job = some_job();
  fs::path const aside = directories.begin_results(job);
  write(aside / "result.vot", "half");
  jobs::ResultLink const result{.id = "result", .path = "result.vot"};
  CHECK(!fs::exists(directories.result_file(job, result)));
  write(aside / "result.vot", "whole");
  directories.publish_results(job);
  CHECK(read(directories.result_file(job, result)) == "whole");
  CHECK(!fs::exists(aside));

  SUBCASE("publishing again changes nothing") {
    directories.publish_results(job);
    CHECK(read(directories.result_file(job, result)) == "whole");
  }
  SUBCASE("a new run begins with nothing") {
    CHECK(fs::is_empty(directories.begin_results(job)));
    CHECK(!fs::exists(directories.result_file(job, result)));
  }
  SUBCASE("they go with the job, and nothing stays behind") {
    directories.remove(job.list, job.id);
    CHECK(!fs::exists(directories.of(job)));
    CHECK(directories.present("tap").empty());
    directories.remove(job.list, job.id);
  }
}

TEST_CASE("checksums are those of FIPS 180-2") {
  test_support::TemporaryDirectory folder;
  write(folder.path() / "abc", "abc");
  std::vector<jobs::ResultLink> results{{.id = "a", .path = "abc"}, {.id = "b", .href = "http://x/"}};
  jobs::complete_results(folder.path(), results, jobs::Checksums::yes);
  CHECK(results[0].size == 3);
  CHECK(!results[1].size);
  CHECK(results[0].sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("no name leads out of the job's directory") {
  test_support::TemporaryDirectory folder;
  jobs::JobDirectories const directories(folder.path());
  jobs::Job job = some_job();
  for (char const* path : {"../x", "/etc/passwd", "a/../../x", "", ".hidden", "-rf", "a//b/..", "a\nb"}) {
    CHECK_THROWS_AS(directories.result_file(job, {.id = "r", .path = path}), engine::Failure);
    CHECK_THROWS_AS(directories.file(job, path), engine::Failure);
  }
  for (char const* id : {"../x", "", "a/b", ".."}) {
    job.id = id;
    CHECK_THROWS_AS(directories.of(job), engine::Failure);
    directories.remove(job.list, job.id);  // and does nothing
  }
  CHECK(fs::exists(folder.path()));
}

TEST_CASE("uploads keep their bytes, whatever their name") {
  test_support::TemporaryDirectory folder;
  jobs::JobDirectories const directories(folder.path());
  jobs::Job const job = some_job();
  std::string const bytes("\0\xFF<xml>\r\n", 9);
  for (std::string const& name : {std::string("t"), std::string("t"), std::string("../../t"),
                                  std::string(300, 'x'), std::string("\xE2\x98\x85 a/b")}) {
    std::string const file = directories.keep_upload(job, name, bytes);
    CHECK(read(directories.file(job, file)) == bytes);
    CHECK(directories.file(job, file).parent_path() == directories.of(job) / "uploads");
  }
  CHECK(std::distance(fs::directory_iterator(directories.of(job) / "uploads"), {}) == 5);
  std::string const file = directories.keep_upload(job, "gone", "x");
  directories.drop_upload(job, file);
  CHECK(!fs::exists(directories.file(job, file)));
}

TEST_CASE("a name made safe is safe") {
  for (char const* text : {"a b", "", "..", "-x", "\xC3\xA4.fits", "a/b", "ok-1.fits", "\n"})
    CHECK(jobs::is_safe_name(jobs::safe_name(text)));
  CHECK(jobs::safe_name("ok-1.fits") == "ok-1.fits");
}

TEST_CASE("a full or missing disk is a failure that says so") {
  jobs::Job const job = some_job();
  CHECK_THROWS_AS(jobs::JobDirectories("/proc/nowhere"), engine::Failure);
}

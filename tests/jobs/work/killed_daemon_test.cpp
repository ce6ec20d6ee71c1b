// The daemon is killed again and again while jobs run; each job must run once and end right.
#include <random>

#include <doctest/doctest.h>
#include <spawn.h>
#include <sys/wait.h>

#include "tests/jobs/work/batch_site.hpp"
#include "tests/jobs/work/file_store.hpp"
#include "tests/support/temporary_directory.hpp"

using jobs::Phase;

namespace {

pid_t daemon_for(std::filesystem::path const& folder) {
  std::string program = TEST_BATCH_DAEMON, argument = folder.string();
  std::array<char*, 3> words{program.data(), argument.data(), nullptr};
  pid_t pid = 0;
  REQUIRE(posix_spawn(&pid, program.c_str(), nullptr, nullptr, words.data(), environ) == 0);
  return pid;
}

jobs::Job job_with(std::string const& script) {
  jobs::Job job;
  job.id = jobs::new_job_id();
  job.list = "script";
  job.created = jobs::system_now();
  job.parameters = {{.name = "SCRIPT", .value = script}};
  return job;
}

}  // namespace

TEST_CASE("a daemon that is killed at random, again and again, loses no job and runs none twice") {
  constexpr int kills = 60, jobs_in_all = 60;
  test_support::TemporaryDirectory folder;
  std::filesystem::create_directories(folder.path() / "counts");
  std::map<jobs::JobId, int> numbers;
  {
    test_jobs::FileStore store(folder.path() / "store");
    for (int i = 0; i < jobs_in_all; ++i) {
      std::string const name = (folder.path() / "counts" / std::to_string(i)).string();
      bool const fails = i % 7 == 3;
      auto const job = job_with("echo run >> " + name + "; sleep 0.0" + std::to_string(i % 10) + "; echo " +
                                std::to_string(i) + " > out.txt; exit " + (fails ? "3" : "0"));
      store.add(job);
      numbers[job.id] = i;
    }
  }
  std::mt19937 random(4);  // NOLINT: the same moments each time, as far as the machine allows
  std::uniform_int_distribution<int> moment(2'000, 90'000);
  int killed = 0;
  for (int i = 0; i < kills; ++i) {
    pid_t const pid = daemon_for(folder.path());
    usleep(static_cast<useconds_t>(moment(random)));
    kill(pid, SIGKILL);
    int status = 0;
    waitpid(pid, &status, 0);
    killed += WIFSIGNALED(status) ? 1 : 0;
  }
  pid_t const last = daemon_for(folder.path());
  int status = -1;
  REQUIRE(test_jobs::soon([&] { return waitpid(last, &status, WNOHANG) == last; }));
  CHECK(status == 0);
  MESSAGE("killed while at work: ", killed);
  CHECK(killed > 5);
  test_jobs::FileStore store(folder.path() / "store");
  jobs::JobDirectories const directories(folder.path() / "results");
  for (auto const& entry : numbers) {
    auto const& id = entry.first;
    auto const number = entry.second;
    auto const job = store.find(id);
    CAPTURE(number);
    CHECK(test_jobs::text_of(folder.path() / "counts" / std::to_string(number)) == "run\n");
    CHECK_MESSAGE(job->phase == (number % 7 == 3 ? Phase::error : Phase::completed),
                  job->error.value_or(jobs::ErrorSummary{}).message);
    CHECK(test_jobs::text_of(directories.of("script", id) / "results" / "out.txt") ==
          std::to_string(number) + "\n");
  }
}

// What needs a machine to itself: a full disk, another user, control groups, other launchers. Left out, with
// a word, where the test may not do it.
#include <cstdlib>

#include <doctest/doctest.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "jobs/memory_store.hpp"
#include "tests/jobs/work/batch_site.hpp"
#include "tests/jobs/work/run_folder.hpp"

using jobs::Phase;
using test_jobs::RunFolder;
using test_jobs::soon;
using End = jobs::WorkOutcome::End;

namespace {

/// A file system of a few megabytes.
class SmallDisk {
 public:
  explicit SmallDisk(std::filesystem::path path) : path_(std::move(path)) {
    std::filesystem::create_directories(path_);
    there_ = mount("tmpfs", path_.c_str(), "tmpfs", 0, "size=2m") == 0;
    if (!there_) MESSAGE("left out: no file system may be mounted here");
  }
  ~SmallDisk() {
    if (there_) umount2(path_.c_str(), MNT_DETACH);
  }
  SmallDisk(SmallDisk const&) = delete;
  SmallDisk& operator=(SmallDisk const&) = delete;
  explicit operator bool() const { return there_; }
  void fill() const {
    std::string const command = "head -c 3M /dev/zero > " + (path_ / "filling").string() + " 2>/dev/null";
    [[maybe_unused]] auto const failed = std::system(command.c_str());
  }
  void empty() const { std::filesystem::remove(path_ / "filling"); }

 private:
  std::filesystem::path path_;
  bool there_ = false;
};

}  // namespace

TEST_CASE(
    "a disk that fills up before, during or after a run gives a clear error, and all goes on when there is "
    "room") {
  test_support::TemporaryDirectory folder;
  SmallDisk const disk(folder.path() / "disk");
  if (!disk) return;
  jobs::MemoryStore store;
  test_jobs::BatchSite site(store, folder.path() / "disk" / "results");
  auto const during = site.run("head -c 4M /dev/zero > out.txt");
  REQUIRE(site.comes_to(during, Phase::error));
  CHECK(store.find(during)->error->message.find("No space left") != std::string::npos);
  site.supervisor.remove(during);
  REQUIRE(soon([&] { return !std::filesystem::exists(site.directories.of("script", during)); }));

  auto const chatty = site.run("head -c 8M /dev/zero; echo done > /dev/null; exit 0");  // its log has no room
  REQUIRE(site.comes_to(chatty, Phase::completed));
  site.supervisor.remove(chatty);
  REQUIRE(soon([&] { return !std::filesystem::exists(site.directories.of("script", chatty)); }));

  auto const after = site.run("while [ ! -e go ]; do sleep 0.01; done; echo x > out.txt");
  REQUIRE(soon([&] { return site.processes_of(after) > 0; }));
  std::ofstream(site.directories.of("script", after) / ".results" / "out.txt") << "room";
  std::ofstream(site.directories.of("script", after) / ".results" / "go");
  disk.fill();
  CHECK(soon([&] { return store.find(after)->ended.has_value(); }));  // the outcome had its room

  auto const before = site.run("true");
  REQUIRE(soon([&] { return store.find(before)->ended.has_value(); }));
  CHECK(store.find(before)->phase == Phase::error);
  CHECK(store.find(before)->error->type == jobs::ErrorType::transient);
  CHECK_MESSAGE(store.find(before)->error->message.find("No space left") != std::string::npos,
                store.find(before)->error->message);
  disk.empty();
  auto const now = site.run("true");
  CHECK(site.comes_to(now, Phase::completed));
}

TEST_CASE("a daemon run by root can run its jobs as somebody else, who owns nothing but the results") {
  if (geteuid() != 0) {
    MESSAGE("left out: only root can be somebody else");
    return;
  }
  RunFolder run;
  chmod(run.folder.path().c_str(), 0700);
  run.order.user = "nobody";
  run.shell("id -un; echo x > out.txt; touch $TMPDIR/y $HOME/z; ls ../work; echo > ../work/stray; exit 0");
  auto const outcome = run.run();
  CHECK_MESSAGE(outcome.status == 0, outcome.reason);
  CHECK(test_jobs::text_of(run.work / jobs::output_log) == "nobody\n");
  CHECK(run.product("out.txt") == "x\n");
  CHECK(!std::filesystem::exists(run.work / "stray"));

  RunFolder unknown;
  unknown.order.user = "no-such-user";
  unknown.shell("true");
  CHECK(unknown.run().end == End::not_started);
}

TEST_CASE("files beyond the limit end a run") {
  RunFolder run;
  run.order.disk_bytes = 1 << 20;
  run.shell("head -c 3M /dev/zero > out.txt; sleep 300");
  auto const outcome = run.run();
  CHECK(outcome.end == End::killed);
  CHECK(outcome.status == SIGKILL);
  CHECK(outcome.reason.find("1 MB of files") != std::string::npos);
  CHECK(run.left() == 0);
}

TEST_CASE("in a control group everything is found and ended, and the group goes") {
  std::filesystem::path root;
  for (char const* const place : {"/sys/fs/cgroup", "/sys/fs/cgroup/unified"})
    if (std::filesystem::exists(std::filesystem::path(place) / "cgroup.controllers")) root = place;
  std::filesystem::path const mine = root / ("distill-test-" + std::to_string(getpid()));
  std::error_code error;
  if (root.empty() || !std::filesystem::create_directory(mine, error)) {
    MESSAGE("left out: no control groups may be made here");
    return;
  }
  {
    RunFolder run;
    run.order.cgroup = mine;
    run.shell("cat /proc/self/cgroup > group; setsid sleep 300 & exit 0");
    CHECK(run.run().end == End::exited);
    CHECK(run.product("group").find(mine.filename().string() + "/" + run.order.id + "-1") !=
          std::string::npos);
    CHECK(run.left() == 0);
    CHECK(soon([&] { return !std::filesystem::exists(mine / (run.order.id + "-1")); }));
  }
  std::filesystem::remove(mine, error);
}

TEST_CASE("another launcher is taken as it is named, with its own words") {
  RunFolder run;
  auto const script = run.folder.path() / "mpiexec";
  std::ofstream(script) << "#!/bin/sh\nif [ \"$1\" = --version ]; then echo 'HYDRA build details:'; echo '   "
                           " Version: 4.0.2'; exit 0; fi\n"
                           "echo \"$@\"; exit 137\n";
  chmod(script.c_str(), 0755);
  run.order.mpi = true;
  run.order.processes = 3;
  run.order.launcher = script.string() + " -own  option";
  run.order.argv = {"program", "a b"};
  auto const outcome = run.run();
  CHECK(outcome.launcher == "HYDRA 4.0.2");
  CHECK(test_jobs::text_of(run.work / jobs::output_log) == "-own option -n 3 program a b\n");
  CHECK(outcome.end == End::killed);  // a rank was, says the launcher
  CHECK(outcome.status == SIGKILL);

  RunFolder missing;
  missing.order.mpi = true;
  missing.order.processes = 2;
  missing.order.launcher = "/no/such/mpirun";
  missing.shell("true");
  auto const failed = missing.run();
  CHECK(failed.end == End::not_started);
  CHECK(failed.reason.find("/no/such/mpirun") != std::string::npos);
}

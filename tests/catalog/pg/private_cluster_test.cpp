#include "catalog/pg/private_cluster.hpp"

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <thread>

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "catalog/pg/connection.hpp"
#include "catalog/pg/pool.hpp"
#include "failing.hpp"
#include "open_directory.hpp"

using namespace catalog::pg;
using namespace std::chrono_literals;
using engine::Fault;
using pg_test::failing;
namespace fs = std::filesystem;

namespace {

ClusterOptions for_tests() {
  return {.max_connections = 20,
          .durability = ClusterOptions::Durability::none,
          .lifetime = ClusterOptions::Lifetime::of_this_process};
}

/// Stops what it names, whatever the test did in between.
struct Stopped {
  PrivateCluster& cluster;
  ~Stopped() { cluster.stop(); }
};

std::string answer(PrivateCluster const& cluster, std::string const& sql) {
  return Connection(cluster.conninfo()).run(sql).text(0, 0);
}

struct stat status_of(std::string const& path) {
  struct stat status {};
  REQUIRE(lstat(path.c_str(), &status) == 0);
  return status;
}

}  // namespace

TEST_CASE("the life of a private cluster") {
  pg_test::OpenDirectory const place;
  std::string const directory = place.file("parent/db");
  PrivateCluster cluster(directory, for_tests());
  CHECK_FALSE(cluster.status().initialised);
  cluster.stop();  // nothing to stop
  cluster.start();
  Stopped const stopped{cluster};

  // Role and database are there; the role cannot do everything.
  CHECK(answer(cluster, "SELECT current_user || ' ' || current_database()") == "distill distill");
  CHECK(answer(cluster, "SELECT rolsuper FROM pg_roles WHERE rolname = 'distill'") == "f");
  CHECK(answer(cluster, "SHOW server_encoding") == "UTF8");
  CHECK(answer(cluster, "SHOW listen_addresses").empty());
  CHECK(answer(cluster, "SELECT inet_server_addr() IS NULL") == "t");
  CHECK(Connection(cluster.superuser_conninfo()).run("SELECT current_setting('is_superuser')").text(0, 0) ==
        "on");

  // Closed to others, and never root's.
  struct stat const top = status_of(directory);
  CHECK((top.st_mode & 0777U) == 0700U);
  CHECK(top.st_uid != 0);
  CHECK(status_of(directory + "/data").st_uid == top.st_uid);
  CHECK(status_of("/proc/" + std::to_string(cluster.status().pid)).st_uid == top.st_uid);

  // Starting again, also as another object, is not starting twice.
  int const pid = cluster.status().pid;
  cluster.start();
  PrivateCluster other(directory, for_tests());
  other.start();
  CHECK(other.status().pid == pid);
  Connection(cluster.conninfo())
      .script("SET synchronous_commit = on; CREATE TABLE kept (a int); INSERT INTO kept VALUES (23523)");

  // A server that is killed, and a file that names an innocent process.
  kill(pid, SIGKILL);
  cluster.start();
  CHECK(answer(cluster, "SELECT a FROM kept") == "23523");
  cluster.stop();
  cluster.stop();
  CHECK_FALSE(cluster.status().running);
  std::ofstream(directory + "/data/postmaster.pid") << getppid() << "\n" << directory << "/data\n1\n5432\n";
  CHECK_FALSE(cluster.status().running);
  cluster.start();
  CHECK(answer(cluster, "SELECT a FROM kept") == "23523");

  cluster.stop();
  std::ofstream(directory + "/data/postmaster.pid") << "";  // of a disk that was full
  cluster.start();
  CHECK(answer(cluster, "SELECT a FROM kept") == "23523");

  // The data moved to another disk, a link in their place.
  cluster.stop();
  fs::rename(directory + "/data", place.file("parent/large"));
  fs::create_directory_symlink("../large", directory + "/data");
  cluster.start();
  CHECK(cluster.status().running);
  CHECK(answer(cluster, "SELECT a FROM kept") == "23523");

  // A client in the middle of a transaction does not hold up the end.
  Connection busy(cluster.conninfo());
  busy.script("BEGIN; INSERT INTO kept VALUES (1)");
  cluster.stop();
  cluster.start();
  CHECK(answer(cluster, "SELECT count(*) FROM kept") == "1");
  cluster.stop();

  // Settings of the operator's own; if they are wrong, the log says so.
  std::ofstream(directory + "/data/local.conf") << "work_mem = '3MB'\n";
  fs::permissions(directory + "/data/local.conf", fs::perms::others_read, fs::perm_options::add);
  cluster.start();
  CHECK(answer(cluster, "SHOW work_mem") == "3MB");
  cluster.stop();
  std::ofstream(directory + "/data/local.conf") << "no_such_setting = 1\n";
  auto const wrong = failing([&] { cluster.start(); });
  CHECK(wrong.fault == Fault::missing_resource);
  CHECK(wrong.message.find("no_such_setting") != std::string::npos);
  fs::remove(directory + "/data/local.conf");

  // Data of another version, and data that have lost their mark.
  std::string const version = cluster.status().version;
  std::ofstream(directory + "/data/PG_VERSION") << "12\n";
  auto const old = failing([&] { cluster.start(); });
  CHECK(old.message.find("the data were made by version 12") != std::string::npos);
  fs::remove(directory + "/data/PG_VERSION");
  CHECK(failing([&] { cluster.start(); }).message.find("no file PG_VERSION") != std::string::npos);
  std::ofstream(directory + "/data/PG_VERSION") << "fifteen\n";
  CHECK(failing([&] { cluster.start(); }).fault == Fault::missing_resource);
  std::ofstream(directory + "/data/PG_VERSION") << version << "\n";
  cluster.start();
  CHECK(answer(cluster, "SELECT a FROM kept") == "23523");
}

TEST_CASE("a program that crashes leaves a server that the next one keeps; odd and long names do") {
  pg_test::OpenDirectory const place;
  std::string const directory = place.file(std::string(90, 'l') + "/it's, \"odd\" \\ \xC3\xA9");
  ClusterOptions options = for_tests();
  options.lifetime = ClusterOptions::Lifetime::independent;
  std::string said;
  options.say = [&](std::string const& what) { said += what; };
  fs::create_directories(directory + "/data.new/rest");  // of an interrupted first start
  pid_t const child = fork();
  if (child == 0) {
    try {
      PrivateCluster(directory, options).start();
      _exit(0);
    } catch (std::exception const& e) {
      fprintf(stderr, "%s\n", e.what());
      _exit(1);
    }
  }
  int status = 0;
  waitpid(child, &status, 0);
  REQUIRE(status == 0);

  PrivateCluster next(directory, options);
  int const pid = next.status().pid;
  CHECK(pid != 0);
  next.start();
  Stopped const stopped{next};
  CHECK(next.status().pid == pid);
  CHECK(said.find("socket is in /tmp/") != std::string::npos);
  CHECK(said.find("runs already") != std::string::npos);
  CHECK(answer(next, "SELECT 1") == "1");
  next.stop();
  CHECK_FALSE(next.status().running);
}

TEST_CASE("several programs that start at once share one server") {
  pg_test::OpenDirectory const place;
  std::vector<std::unique_ptr<PrivateCluster>> clusters;
  ClusterOptions options = for_tests();
  options.lifetime = ClusterOptions::Lifetime::independent;  // threads end before the server does
  for (int i = 0; i < 3; ++i) clusters.push_back(std::make_unique<PrivateCluster>(place.file("db"), options));
  Stopped const stopped{*clusters.front()};
  {
    std::vector<std::jthread> threads;
    for (auto const& cluster : clusters) threads.emplace_back([&cluster] { cluster->start(); });
  }
  for (auto const& cluster : clusters) CHECK(cluster->status().pid == clusters.front()->status().pid);
  CHECK(answer(*clusters.back(), "SELECT 1") == "1");
}

TEST_CASE("directories that cannot be used are told with what to do") {
  pg_test::OpenDirectory const place;
  fs::create_directory(place.file("full"));
  std::ofstream(place.file("full/thesis.tex")) << "do not touch";
  auto const full = failing([&] { PrivateCluster(place.file("full"), for_tests()).start(); });
  CHECK(full.fault == Fault::missing_resource);
  CHECK(full.message.find("thesis.tex") != std::string::npos);

  std::ofstream(place.file("file")) << "";
  CHECK(failing([&] { PrivateCluster(place.file("file"), for_tests()).start(); }).fault ==
        Fault::missing_resource);
  CHECK(failing([&] { PrivateCluster(place.file("file/db"), for_tests()).start(); }).fault ==
        Fault::missing_resource);
  CHECK(failing([&] { PrivateCluster(place.file("a\nb"), for_tests()); }).fault == Fault::bad_request);

  ClusterOptions nowhere = for_tests();
  nowhere.bin_directory = place.file("full");
  auto const none = failing([&] { PrivateCluster(place.file("db"), nowhere).start(); });
  CHECK(none.message.find("version 13 or newer is needed") != std::string::npos);

  if (geteuid() != 0) return;
  fs::create_directory(place.file("closed"));
  chmod(place.file("closed").c_str(), 0700);
  auto const closed = failing([&] { PrivateCluster(place.file("closed/db"), for_tests()).start(); });
  CHECK(closed.message.find("cannot enter " + place.file("closed")) != std::string::npos);
  CHECK(closed.message.find("chmod") != std::string::npos);
}

TEST_CASE("a server stopped and started under load is found again without a restart of the program") {
  pg_test::OpenDirectory const place;
  PrivateCluster cluster(place.file("db"), for_tests());
  cluster.start();
  Stopped const stopped{cluster};
  Pool pool(cluster.conninfo(), 4, [](Connection& db) { db.run("SET statement_timeout = '30s'"); });
  std::atomic<int> good{0}, failed{0}, wrong{0};
  std::atomic<bool> ending{false};
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t)
      threads.emplace_back([&] {
        while (!ending) try {
            Lease const lease = pool.take(100ms);
            ++(lease->run("SELECT 6 * 7").integer(0, 0) == 42 ? good : wrong);
          } catch (engine::Failure const& failure) {
            // Nothing but "try again" may come out.
            ++(failure.fault() == Fault::missing_resource ? failed : wrong);
          }
      });
    auto const wait_for = [](std::atomic<int> const& count, int more) {
      for (int const now = count; count < now + more;) std::this_thread::sleep_for(2ms);
    };
    for (int round = 0; round < 3; ++round) {
      wait_for(good, 50);
      cluster.stop();
      wait_for(failed, 10);
      cluster.start();
    }
    wait_for(good, 200);
    ending = true;
  }
  CHECK(wrong == 0);
  CHECK(pool.statistics().in_use == 0);
  CHECK(pool.statistics().last_failure.empty());
}

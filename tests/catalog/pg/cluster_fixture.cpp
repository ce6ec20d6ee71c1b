#include "cluster_fixture.hpp"

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <stdexcept>

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "catalog/pg/array.hpp"
#include "catalog/pg/connection.hpp"
#include "engine/base/text.hpp"

namespace pg_test {

namespace {

namespace fs = std::filesystem;
constexpr char const* prefix = "distill-pg-";

/// Test programs that were killed could not tidy up; their servers went with them.
void remove_leftovers() {
  std::error_code error;
  for (fs::directory_iterator it(fs::temp_directory_path(), error), end; !error && it != end;
       it.increment(error)) {
    std::string const name = it->path().filename().string();
    if (!name.starts_with(prefix)) continue;
    std::string const rest = name.substr(std::string(prefix).size());
    auto const pid = engine::whole_number(rest.substr(0, rest.find('-')));
    if (pid && *pid > 1 && kill(static_cast<pid_t>(*pid), 0) != 0 && errno == ESRCH) {
      std::error_code ignored;
      fs::remove_all(it->path(), ignored);
    }
  }
}

/// Others may pass through, as the server's user must, but not look around.
std::string new_directory() {
  remove_leftovers();
  std::string pattern =
      (fs::temp_directory_path() / (prefix + std::to_string(getpid()) + "-XXXXXX")).string();
  if (!mkdtemp(pattern.data()) || chmod(pattern.c_str(), 0711) != 0)
    throw std::runtime_error("cannot make a temporary directory");
  return pattern;
}

struct Directory {
  std::string path = new_directory();
  Directory() = default;
  ~Directory() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  Directory(Directory const&) = delete;
  Directory& operator=(Directory const&) = delete;
};

struct Running {
  Directory directory{};
  catalog::pg::PrivateCluster cluster{directory.path + "/db",
                                      {.durability = catalog::pg::ClusterOptions::Durability::none,
                                       .lifetime = catalog::pg::ClusterOptions::Lifetime::of_this_process}};
  Running() { cluster.start(); }
  ~Running() {
    try {
      cluster.stop();
    } catch (std::exception const&) {  // it ends with this process
    }
  }
  Running(Running const&) = delete;
  Running& operator=(Running const&) = delete;
};

std::string new_name() {
  static std::atomic<int> count{0};
  return "test_" + std::to_string(++count);
}

std::string name_in(std::string const& conninfo) {
  catalog::pg::Connection connection(conninfo);
  return connection.run("SELECT current_database()").text(0, 0);
}

std::string create(std::string const& options) {
  std::string const name = new_name();
  catalog::pg::Connection superuser(cluster().superuser_conninfo());
  superuser.run("CREATE DATABASE " + name + " OWNER distill" + options);
  return cluster().conninfo(name);
}

}  // namespace

catalog::pg::PrivateCluster& cluster() {
  static Running running;
  return running.cluster;
}

std::string fresh_database() { return create(""); }

std::string copy_of_database(std::string const& conninfo) {
  return create(" TEMPLATE " + catalog::pg::quoted_name(name_in(conninfo)));
}

std::string as_superuser(std::string const& conninfo) {
  return cluster().superuser_conninfo(name_in(conninfo));
}

}  // namespace pg_test

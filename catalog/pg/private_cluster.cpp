#include "catalog/pg/private_cluster.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include "catalog/pg/cluster_create.hpp"
#include "catalog/pg/cluster_directory.hpp"
#include "catalog/pg/cluster_settings.hpp"
#include "catalog/pg/find_postgres.hpp"
#include "catalog/pg/postmaster.hpp"
#include "engine/base/failure.hpp"

namespace catalog::pg {

namespace {

namespace fs = std::filesystem;
constexpr std::chrono::milliseconds tick{20};

[[noreturn]] void cannot_start(std::string const& why, std::string const& log) {
  std::string const tail = log_tail(log);
  throw engine::Failure(engine::Fault::missing_resource,
                        "cannot start PostgreSQL: " + why +
                            (tail.empty() ? "" : " (its log says: " + tail + ")") + " - see " + log);
}

/// Two programs that start at once take turns. Goes with the process that holds it.
class StartLock {
 public:
  explicit StartLock(std::string const& path)
      : fd_(open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600)) {
    int taken = -1;
    do taken = fd_ < 0 ? -1 : flock(fd_, LOCK_EX);
    while (taken != 0 && fd_ >= 0 && errno == EINTR);
    if (taken == 0) return;
    std::string const why = std::strerror(errno);
    if (fd_ >= 0) close(fd_);
    throw engine::Failure(engine::Fault::missing_resource, "cannot lock " + path + " (" + why + ")");
  }
  ~StartLock() { close(fd_); }
  StartLock(StartLock const&) = delete;
  StartLock& operator=(StartLock const&) = delete;

 private:
  int fd_;
};

}  // namespace

struct PrivateCluster::State {
  std::string directory, data, log, socket;
  ClusterOptions options;
  pid_t child = 0;  ///< the server, if this object started it and has not seen it end

  State(std::string where, ClusterOptions wanted) : options(std::move(wanted)) {
    directory = fs::weakly_canonical(fs::absolute(where)).string();
    if (directory.ends_with('/')) directory.pop_back();
    if (directory.find_first_of(std::string("\n\0", 2)) != std::string::npos)
      throw engine::Failure(engine::Fault::bad_request,
                            "not a directory for a database: its name has a line break");
    data = directory + "/data";
    log = directory + "/log";
    socket = socket_directory(directory);
  }

  void say(std::string const& what) const {
    if (options.say) options.say(what);
  }

  /// True if our own child has ended; nobody else would wait for it.
  bool child_ended() {
    if (child == 0 || waitpid(child, nullptr, WNOHANG) == 0) return false;
    child = 0;
    return true;
  }

  bool adopt();
  bool keep(PrivateCluster const& cluster);
  void launch(Binaries const& binaries, ClusterUser const& user);
  void write_settings(ClusterUser const& user) const;
  void wait_until_ready();
};

bool PrivateCluster::State::adopt() {
  child_ended();
  pid_t const pid = running_postmaster(data);
  if (pid == 0) return false;
  auto const file = pid_file(data);
  if (!file || file->state != "stopping") return true;
  if (wait_until_gone(pid, data, options.stop_timeout)) return false;
  cannot_start("a server is stopping and does not end (process " + std::to_string(pid) + ")", log);
}

/// False if the server we found was about to end, or to be ended, and now has.
bool PrivateCluster::State::keep(PrivateCluster const& cluster) {
  pid_t const pid = running_postmaster(data);
  try {
    wait_until_ready();
    create_service_database(cluster.superuser_conninfo(), cluster.superuser_conninfo("distill"));
    return true;
  } catch (engine::Failure const&) {
    if (pid != 0 && !wait_until_gone(pid, data, std::chrono::seconds(2))) throw;
    child_ended();
    return false;
  }
}

void PrivateCluster::State::write_settings(ClusterUser const& user) const {
  write_owned(data + "/distill.conf", server_settings(socket, log, options, available_memory()), user);
  write_owned(data + "/pg_hba.conf", access_rules(), user);
  write_owned(data + "/pg_ident.conf", user_map(admitted_users(user)), user);
}

void PrivateCluster::State::launch(Binaries const& binaries, ClusterUser const& user) {
  // A child of ours that was killed is in the way of the next server until it has been waited for.
  for (int look = 0; child != 0 && !child_ended() && look < 100; ++look) std::this_thread::sleep_for(tick);
  clear_stale_files(data, socket);
  write_settings(user);
  write_owned(log + "/start.log", "", user);
  child = start_program({.words = {binaries.directory + "/postgres", "-D", data},
                         .directory = directory,
                         .user = user.to_become(),
                         .log = log + "/start.log",
                         .dies_with_us = options.lifetime == ClusterOptions::Lifetime::of_this_process});
}

void PrivateCluster::State::wait_until_ready() {
  auto const deadline = std::chrono::steady_clock::now() + options.start_timeout;
  while (true) {
    auto const file = pid_file(data);
    if (file && file->state == "ready" && (child == 0 || file->pid == child)) return;
    if (child_ended() || (child == 0 && running_postmaster(data) == 0)) cannot_start("it ended at once", log);
    if (std::chrono::steady_clock::now() > deadline)
      cannot_start("it is not ready after " + std::to_string(options.start_timeout.count()) + " s", log);
    std::this_thread::sleep_for(tick);
  }
}

PrivateCluster::PrivateCluster(std::string directory, ClusterOptions options)
    : state_(std::make_unique<State>(std::move(directory), std::move(options))) {}
PrivateCluster::~PrivateCluster() = default;
PrivateCluster::PrivateCluster(PrivateCluster&&) noexcept = default;

void PrivateCluster::start() {
  State& s = *state_;
  ClusterUser const user = cluster_user(s.directory);
  prepare_directory(s.directory, user);
  StartLock const lock(s.directory + "/lock");
  if (s.socket != s.directory) {
    make_socket_directory(s.socket, user);
    s.say("the database's socket is in " + s.socket + ", since the path of " + s.directory +
          " is too long for a socket (107 bytes) or has a comma in it");
  }
  if (s.adopt() && s.keep(*this)) return s.say("the private database runs already in " + s.directory);
  Binaries const binaries = find_postgres(s.options.bin_directory, data_version(s.data));
  create_data(s.directory, binaries, user, s.options);
  s.launch(binaries, user);
  s.wait_until_ready();
  create_service_database(superuser_conninfo(), superuser_conninfo("distill"));
}

void PrivateCluster::stop() {
  State& s = *state_;
  s.child_ended();
  pid_t const pid = running_postmaster(s.data);
  if (pid == 0) return;
  auto const ask = [&](int signal_number, std::chrono::milliseconds patience) {
    if (kill(pid, signal_number) != 0 && errno != ESRCH)
      throw engine::Failure(
          engine::Fault::missing_resource,
          "cannot stop PostgreSQL: process " + std::to_string(pid) + " (" + std::strerror(errno) + ")");
    return wait_until_gone(pid, s.data, patience);
  };
  bool const gone = ask(SIGINT, s.options.stop_timeout) || ask(SIGQUIT, std::chrono::seconds(15));
  s.child_ended();
  if (gone && s.socket != s.directory) rmdir(s.socket.c_str());
  if (!gone)
    throw engine::Failure(
        engine::Fault::missing_resource,
        "cannot stop PostgreSQL: process " + std::to_string(pid) + " does not end - see " + s.log);
}

ClusterStatus PrivateCluster::status() const {
  State& s = *state_;
  s.child_ended();
  ClusterStatus status;
  status.pid = running_postmaster(s.data);
  status.running = status.pid != 0;
  if (auto const version = data_version(s.data)) {
    status.initialised = true;
    status.version = std::to_string(*version);
    status.run_as = cluster_user(s.directory).identity.name;
  }
  return status;
}

namespace {

/// libpq's connection strings: quotes around the value, backslashes before quotes and backslashes.
std::string conninfo_of(std::string const& socket, std::string_view database, std::string_view user) {
  auto const quoted = [](std::string_view value) {
    std::string out = "'";
    for (char const c : value) {
      if (c == '\'' || c == '\\') out += '\\';
      out += c;
    }
    return out += "'";
  };
  return "host=" + quoted(socket) + " port=5432 user=" + std::string(user) + " dbname=" + quoted(database);
}

}  // namespace

std::string PrivateCluster::conninfo(std::string_view database) const {
  return conninfo_of(state_->socket, database, "distill");
}
std::string PrivateCluster::superuser_conninfo(std::string_view database) const {
  return conninfo_of(state_->socket, database, "postgres");
}

}  // namespace catalog::pg

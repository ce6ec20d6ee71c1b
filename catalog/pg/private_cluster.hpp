/// A PostgreSQL server of our own in a directory: no TCP, one Unix socket, no administrator needed.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace catalog::pg {

struct ClusterOptions {
  std::string bin_directory{};  ///< of initdb and postgres; empty: looked for (see find_postgres)
  int max_connections = 100;
  std::chrono::seconds start_timeout{120};  ///< recovery after a power cut takes its time
  std::chrono::seconds stop_timeout{30};    ///< for a fast shutdown; then an immediate one
  enum class Durability { safe, none } durability = Durability::safe;  ///< none: tests only, no fsync
  enum class Lifetime { independent, of_this_process } lifetime = Lifetime::independent;
  /// Hears what an operator should know: "the socket is in /tmp/... because ...".
  std::function<void(std::string const&)> say{};
};

struct ClusterStatus {
  bool initialised = false, running = false;
  int pid = 0;            ///< of the server, 0 if it does not run
  std::string version{};  ///< of the data directory: "15"
  std::string run_as{};   ///< the operating-system user
};

/// The directory holds `data`, `log`, the socket, and nothing of anybody else. It belongs to the user the
/// server runs as: ourselves, or, if we are root (whom PostgreSQL refuses), the owner of an existing
/// directory, else `postgres`, else `nobody`. Only we, root and that user may connect (peer authentication).
/// The server runs on if the program crashes; the next start() finds and keeps it.
class PrivateCluster {
 public:
  explicit PrivateCluster(std::string directory, ClusterOptions options = {});
  ~PrivateCluster();  ///< does not stop the server
  PrivateCluster(PrivateCluster&&) noexcept;

  /// Creates what is missing and returns when the server answers. Does nothing if it runs already; a cluster
  /// left by a crash is recovered. The database `distill` and its owner, the role `distill` (may create
  /// roles, no superuser), exist afterwards. Failures carry the last lines of the server's log.
  void start();

  /// Fast (open transactions are rolled back), after stop_timeout immediate. Does nothing if it does not run.
  void stop();

  ClusterStatus status() const;

  /// For Connection and Pool; role `distill`.
  std::string conninfo(std::string_view database = "distill") const;
  /// Role `postgres`, the superuser: for creating databases in tests and for repairs.
  std::string superuser_conninfo(std::string_view database = "postgres") const;

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace catalog::pg

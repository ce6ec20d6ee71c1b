/// The database of the service: the one it was given, or a private PostgreSQL in its data directory.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "catalog/pg/pool.hpp"
#include "catalog/pg/private_cluster.hpp"

namespace uws {

struct DatabaseOptions {
  std::string conninfo{};                      ///< empty: a private cluster
  std::string directory;                       ///< of the private cluster
  std::string reader_role = "distill_reader";  ///< that users' queries run as
  std::size_t own_connections = 8, job_connections = 8, reader_connections = 16;
  std::function<void(std::string const&)> say{};  ///< hears what an operator should know
};

class Database {
 public:
  /// Starts the private cluster if there is to be one, and brings the tables to this version's form.
  explicit Database(DatabaseOptions options);
  ~Database();  ///< close(), whatever it says
  Database(Database const&) = delete;
  Database& operator=(Database const&) = delete;

  /// Sessions of the job store, which sets nothing in them: they keep their prepared statements.
  catalog::pg::Pool& jobs() { return *jobs_; }
  catalog::pg::Pool& own() { return *own_; }  ///< sessions that may change everything of ours
  catalog::pg::Pool& readers() {
    return *readers_;
  }  ///< sessions that see published tables and change nothing
  std::string const& conninfo() const { return conninfo_; }

  /// Ends the sessions, and the private cluster if this object started it (not one that ran before, nor one
  /// that others use by now). May be called again.
  void close();

 private:
  std::optional<catalog::pg::PrivateCluster> cluster_{};
  bool started_cluster_ = false;
  bool closed_ = false;
  std::string conninfo_;
  std::unique_ptr<catalog::pg::Pool> own_, jobs_, readers_;
};

/// The private cluster of a data directory, for `distilld database`.
catalog::pg::PrivateCluster private_cluster(DatabaseOptions const& options);

}  // namespace uws

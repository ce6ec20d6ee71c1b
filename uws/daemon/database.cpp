#include "uws/daemon/database.hpp"

#include <utility>

#include "catalog/pg/array.hpp"
#include "catalog/pg/migrate.hpp"
#include "catalog/schema/scripts.hpp"
#include "engine/base/failure.hpp"

namespace uws {
namespace {

using catalog::pg::Connection;

/// What a session of strangers' queries may take at most; the time limit is set for each query.
void enter_reader_role(Connection& connection, std::string const& role) {
  auto const become = role.empty() ? std::string() : "SET ROLE " + catalog::pg::quoted_name(role) + ";";
  connection.script(become +
                    "SET default_transaction_read_only = on;"
                    "SET statement_timeout = '60s';"
                    "SET lock_timeout = '10s';"
                    "SET idle_in_transaction_session_timeout = '10min';"
                    "SET work_mem = '32MB'");
}

/// A hosted database may not allow us to make roles: then queries run as ourselves, in read-only
/// transactions.
bool may_become(Connection& connection, std::string const& role) {
  auto const rows = connection.run(
      "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1 AND pg_has_role(current_user, oid, 'MEMBER'))",
      {role});
  return rows.boolean(0, 0);
}

void tell(DatabaseOptions const& options, std::string const& message) {
  if (options.say) options.say(message);
}

void bring_up_to_date(Connection& connection, DatabaseOptions const& options) {
  auto const report =
      catalog::pg::migrate(connection, catalog::schema::migrations(), catalog::schema::repeatable_scripts());
  for (auto const& name : report.applied) tell(options, "database: applied migration " + name);
}

/// Another distilld may have come to use the cluster since we started it.
bool others_are_connected(std::string const& conninfo) {
  try {
    auto const rows = Connection(conninfo).run(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'distilld' AND pid <> "
        "pg_backend_pid()");
    return rows.integer(0, 0) > 0;
  } catch (engine::Failure const&) {
    return false;  // a server that does not answer may as well be stopped
  }
}

}  // namespace

catalog::pg::PrivateCluster private_cluster(DatabaseOptions const& options) {
  catalog::pg::ClusterOptions cluster;
  cluster.max_connections =
      static_cast<int>(options.own_connections + options.job_connections + options.reader_connections) + 30;
  cluster.say = options.say;
  return catalog::pg::PrivateCluster(options.directory, cluster);
}

Database::Database(DatabaseOptions options) : conninfo_(options.conninfo) {
  if (conninfo_.empty()) {
    cluster_.emplace(private_cluster(options));
    started_cluster_ = !cluster_->status().running;
    cluster_->start();
    conninfo_ = cluster_->conninfo();
  }
  Connection connection(conninfo_);
  connection.on_notice([&](catalog::pg::Notice const& notice) {
    if (notice.severity == "WARNING") tell(options, "database: " + notice.message);
  });
  bring_up_to_date(connection, options);
  auto const role = may_become(connection, options.reader_role) ? options.reader_role : std::string();
  if (role.empty())
    tell(options, "database: there is no role " + options.reader_role +
                      " that we may take; queries run as the service itself, read-only - let an administrator"
                      " CREATE ROLE it and GRANT it to the service");
  own_ = std::make_unique<catalog::pg::Pool>(conninfo_, options.own_connections);
  jobs_ = std::make_unique<catalog::pg::Pool>(conninfo_, options.job_connections, catalog::pg::Pool::Setup{},
                                              catalog::pg::Cleaning::light);
  readers_ = std::make_unique<catalog::pg::Pool>(
      conninfo_, options.reader_connections, [role](Connection& reader) { enter_reader_role(reader, role); });
}

Database::~Database() {
  try {
    close();
  } catch (engine::Failure const&) {
    // The cluster runs on; the next start adopts it.
  }
}

void Database::close() {
  if (std::exchange(closed_, true)) return;
  readers_->close();
  own_->close();
  jobs_->close();
  if (cluster_ && started_cluster_ && !others_are_connected(conninfo_)) cluster_->stop();
}

}  // namespace uws

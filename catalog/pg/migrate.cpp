#include "catalog/pg/migrate.hpp"

#include <map>

#include "catalog/pg/transaction.hpp"
#include "engine/base/expects.hpp"

namespace catalog::pg {

namespace {

using engine::Failure, engine::Fault;

/// "distill" in ASCII: the key of the advisory lock, unlikely to be anybody else's.
constexpr char const* lock_key = "28263442266287212";

constexpr char const* bookkeeping = R"(
CREATE SCHEMA IF NOT EXISTS store;
CREATE TABLE IF NOT EXISTS store.migration (
  number int PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE IF NOT EXISTS store.repeatable_script (
  name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
)";

struct Applied {
  std::string name, sha256;
};

std::string title(Migration const& migration) {
  return std::to_string(migration.number) + " " + std::string(migration.name);
}

/// A session lock: it must also span the transactions of several migrations.
class AdvisoryLock {
 public:
  explicit AdvisoryLock(Connection& connection) : connection_(connection) {
    connection_.run(std::string("SELECT pg_advisory_lock(") + lock_key + ")");
  }
  ~AdvisoryLock() {
    try {
      connection_.run(std::string("SELECT pg_advisory_unlock(") + lock_key + ")");
    } catch (Failure const&) {  // the session is gone, and the lock with it
    }
  }
  AdvisoryLock(AdvisoryLock const&) = delete;
  AdvisoryLock& operator=(AdvisoryLock const&) = delete;

 private:
  Connection& connection_;
};

std::string sha256(Connection& connection, std::string_view text) {
  return connection.run("SELECT encode(sha256(convert_to($1, 'UTF8')), 'hex')", {std::string(text)})
      .text(0, 0);
}

void check_server(Connection& connection) {
  if (connection.server_version() >= 130000) return;
  throw Failure(Fault::missing_resource,
                "cannot use this database: PostgreSQL 13 or newer is needed (it is " +
                    std::to_string(connection.server_version() / 10000) + ")");
}

/// Looks before it creates: a user without the right to create schemas may find everything there.
void prepare_bookkeeping(Connection& connection) {
  bool const there = connection
                         .run(
                             "SELECT to_regclass('store.migration') IS NOT NULL"
                             " AND to_regclass('store.repeatable_script') IS NOT NULL")
                         .boolean(0, 0);
  if (there) return;
  try {
    Transaction transaction(connection);
    connection.script(bookkeeping);
    transaction.commit();
  } catch (SqlFailure const& failure) {
    if (failure.sqlstate() != sqlstate::insufficient_privilege) throw;
    Result const names = connection.run("SELECT current_database(), current_user");
    throw SqlFailure(Fault::missing_resource, failure.sqlstate(),
                     "cannot prepare the database " + names.text(0, 0) + ": user " + names.text(0, 1) +
                         " may not create schemas in it - GRANT CREATE ON DATABASE " + names.text(0, 0) +
                         " TO " + names.text(0, 1) + ", or use a database that this user owns");
  }
}

std::map<int, Applied> applied_migrations(Connection& connection) {
  Result const rows = connection.run("SELECT number, name, sha256 FROM store.migration ORDER BY number");
  std::map<int, Applied> applied;
  for (std::size_t i = 0; i < rows.rows(); ++i)
    applied[static_cast<int>(rows.integer(i, 0))] = {rows.text(i, 1), rows.text(i, 2)};
  return applied;
}

/// What was applied must be the beginning of what we have, letter by letter.
void check_history(Connection& connection, std::map<int, Applied> const& applied,
                   std::span<Migration const> migrations) {
  int const newest = static_cast<int>(migrations.size());
  if (!applied.empty() && applied.rbegin()->first > newest)
    throw Failure(Fault::missing_resource,
                  "cannot use this database: it has migration " + std::to_string(applied.rbegin()->first) +
                      " (" + applied.rbegin()->second.name + "), this program knows " +
                      std::to_string(newest) +
                      " - a newer version of the program made it; use that, or restore an older copy");
  int expected = 1;
  for (auto const& [number, record] : applied) {
    Migration const& ours = migrations[static_cast<std::size_t>(number - 1)];
    if (number != expected++)
      throw Failure(Fault::missing_resource,
                    "cannot use this database: migration " + std::to_string(expected - 1) +
                        " is missing between others in store.migration - restore a copy");
    if (record.sha256 != sha256(connection, ours.sql))
      throw Failure(Fault::internal,
                    "cannot use this database: the text of migration " + title(ours) +
                        " is not the one that was applied - was the program built from changed files?");
  }
}

void apply(Connection& connection, std::string const& what, std::string_view sql) {
  try {
    connection.script(std::string(sql));
  } catch (SqlFailure const& failure) {
    throw SqlFailure(failure.fault(), failure.sqlstate(), what + " failed: " + failure.what());
  }
  if (!connection.in_transaction())
    throw Failure(Fault::internal, what + " failed: it must not end the transaction it runs in");
}

void apply_migration(Connection& connection, Migration const& migration) {
  Transaction transaction(connection);
  apply(connection, "migration " + title(migration), migration.sql);
  connection.run(
      "INSERT INTO store.migration (number, name, sha256) VALUES ($1::int, $2, $3)",
      {std::to_string(migration.number), std::string(migration.name), sha256(connection, migration.sql)});
  transaction.commit();
}

bool scripts_are_current(Connection& connection, std::span<Script const> scripts) {
  Result const rows = connection.run("SELECT name, sha256 FROM store.repeatable_script");
  std::map<std::string, std::string> known;
  for (std::size_t i = 0; i < rows.rows(); ++i) known[rows.text(i, 0)] = rows.text(i, 1);
  if (known.size() != scripts.size()) return false;
  for (Script const& script : scripts)
    if (auto const it = known.find(std::string(script.name));
        it == known.end() || it->second != sha256(connection, script.sql))
      return false;
  return true;
}

void run_scripts(Connection& connection, std::span<Script const> scripts) {
  Transaction transaction(connection);
  connection.run("DELETE FROM store.repeatable_script");
  for (Script const& script : scripts) {
    apply(connection, "script " + std::string(script.name), script.sql);
    connection.run("INSERT INTO store.repeatable_script (name, sha256) VALUES ($1, $2)",
                   {std::string(script.name), sha256(connection, script.sql)});
  }
  transaction.commit();
}

}  // namespace

MigrationReport migrate(Connection& connection, std::span<Migration const> migrations,
                        std::span<Script const> repeatable) {
  for (std::size_t i = 0; i < migrations.size(); ++i)
    EXPECTS(migrations[i].number == static_cast<int>(i) + 1);
  check_server(connection);
  AdvisoryLock const lock(connection);
  prepare_bookkeeping(connection);
  std::map<int, Applied> const applied = applied_migrations(connection);
  check_history(connection, applied, migrations);

  MigrationReport report;
  report.from = static_cast<int>(applied.size());
  report.to = static_cast<int>(migrations.size());
  for (Migration const& migration : migrations.subspan(applied.size())) {
    apply_migration(connection, migration);
    report.applied.push_back(title(migration));
  }
  if (!report.applied.empty() || !scripts_are_current(connection, repeatable)) {
    run_scripts(connection, repeatable);
    report.scripts_run = true;
  }
  return report;
}

}  // namespace catalog::pg

#include "catalog/pg/transaction.hpp"

#include "catalog/pg/session.hpp"
#include "engine/base/expects.hpp"

namespace catalog::pg {

namespace {

std::string begin(TransactionOptions options) {
  using Isolation = TransactionOptions::Isolation;
  std::string sql = "BEGIN ISOLATION LEVEL ";
  switch (options.isolation) {
    case Isolation::read_committed: sql += "READ COMMITTED"; break;
    case Isolation::repeatable_read: sql += "REPEATABLE READ"; break;
    case Isolation::serializable: sql += "SERIALIZABLE"; break;
  }
  // Read-write is not said: it would overrule a database that its administrator made read-only.
  return options.access == TransactionOptions::Access::read_only ? sql + " READ ONLY" : sql;
}

}  // namespace

Transaction::Transaction(Connection& connection, TransactionOptions options) : connection_(&connection) {
  EXPECTS(!connection.in_transaction());
  connection.run(begin(options));
}

Transaction::~Transaction() {
  if (!connection_) return;
  Session& session = *connection_->session_;
  // An answer still being read means that objects ended in the wrong order: closing is the safe rollback.
  try {
    if (session.busy())
      session.close();
    else if (connection_->in_transaction())
      connection_->run("ROLLBACK");
  } catch (engine::Failure const&) {
    session.close();
  }
}

void Transaction::commit() {
  EXPECTS(connection_);
  try {
    Result const result = connection_->run("COMMIT");
    connection_ = nullptr;
    // PostgreSQL answers COMMIT of a failed transaction with a rollback, and calls that a success.
    if (result.command() != "COMMIT")
      throw engine::Failure(engine::Fault::internal,
                            "transaction not committed: a statement in it had failed");
  } catch (SqlFailure const& failure) {
    if (!connection_ || connection_->alive()) throw;
    throw SqlFailure(failure.fault(), failure.sqlstate(),
                     std::string(failure.what()) + " (while committing: the change may or may not be there)");
  }
}

}  // namespace catalog::pg

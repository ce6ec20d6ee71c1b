/// BEGIN ... COMMIT as a scope: what is not committed is rolled back.
#pragma once

#include "catalog/pg/connection.hpp"

namespace catalog::pg {

struct TransactionOptions {
  enum class Isolation {
    read_committed,
    repeatable_read,
    serializable
  } isolation = Isolation::read_committed;
  enum class Access { read_write, read_only } access = Access::read_write;  ///< as far as the database allows
};

class Transaction {
 public:
  explicit Transaction(Connection& connection, TransactionOptions options = {});
  ~Transaction();
  Transaction(Transaction const&) = delete;
  Transaction& operator=(Transaction const&) = delete;

  /// A transaction in which something failed cannot be committed: Failure(internal). If the connection breaks
  /// just here, nobody knows whether the change is there, and the message says so.
  void commit();

 private:
  Connection* connection_;  ///< null once committed
};

}  // namespace catalog::pg

/// One connection to PostgreSQL. Not for several threads at once (except through its Canceller).
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "catalog/pg/canceller.hpp"
#include "catalog/pg/copy.hpp"
#include "catalog/pg/failure.hpp"
#include "catalog/pg/parameters.hpp"
#include "catalog/pg/result.hpp"
#include "catalog/pg/stream.hpp"
#include "catalog/table/rows.hpp"

namespace catalog::pg {

struct Notice {
  std::string severity, sqlstate, message;  ///< "WARNING", "01000", ...
};

struct Notification {
  std::string channel, payload;
};

class Connection {
 public:
  using NoticeHandler = std::function<void(Notice const&)>;

  /// `conninfo` as libpq reads it ("host=... dbname=..." or a URI). Ten seconds to connect unless it says
  /// other. Every session has client encoding UTF-8, time zone UTC, ISO dates, jit off and the application
  /// name `distilld`. Failure(missing_resource) if the server cannot be reached or does not let us in.
  explicit Connection(std::string const& conninfo);
  ~Connection();
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;

  /// One statement with bound parameters, the whole answer in memory:
  /// `run("SELECT phase FROM store.job WHERE id = $1", {id})`.
  Result run(std::string const& sql, Parameters const& parameters = {});

  /// The same for a statement that comes again and again with the same text: parsed and planned once per
  /// session, for all values alike.
  Result run_prepared(std::string const& sql, Parameters const& parameters = {});

  /// Several statements separated by semicolons, all or nothing unless they handle transactions themselves.
  /// A failure says the line.
  void script(std::string const& sql);

  /// Returns when the first row (or the knowledge that there is none) has come; errors of planning and of the
  /// first row are thrown here. `columns` describes the answer; empty: the names PostgreSQL gives, all texts.
  /// With binary cells a column whose type is not what catalog/table/column.hpp promises is a
  /// Failure(internal).
  std::unique_ptr<RowStream> stream(std::string const& sql, Parameters const& parameters, CellFormat format,
                                    std::vector<Column> columns = {});

  /// `statement` is "COPY table (columns) FROM STDIN" in the text format.
  CopyIn copy_in(std::string const& statement);

  Canceller canceller() const;

  /// What came for the channels this session has LISTENed to; waits up to `timeout` for the first, does not
  /// wait if something is there. Failure(missing_resource) if the server is gone: notifications may be lost.
  std::vector<Notification> notifications(std::chrono::milliseconds timeout);

  /// Notices and warnings go here; without a handler they are dropped, never printed.
  void on_notice(NoticeHandler handler);

  /// False once the server has closed the session; asks nothing over the network.
  bool alive();

  /// As new: transaction rolled back, settings, role, temporary tables, listens, locks gone, cancellers cut
  /// off. A session that cannot be cleaned is opened again.
  void reset();

  /// Inside BEGIN ... COMMIT (also one that has failed).
  bool in_transaction() const;

  int server_version() const;  ///< 150020 is 15.20

 private:
  friend class Transaction;
  friend struct PoolState;
  bool clean();   ///< reset() without opening again: false if the session is of no use any more
  bool settle();  ///< the same for a session in which nothing was set: ends a transaction, no more
  std::shared_ptr<Session> session_;
};

}  // namespace catalog::pg

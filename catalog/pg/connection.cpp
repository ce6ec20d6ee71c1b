#include "catalog/pg/connection.hpp"

#include <libpq-fe.h>

#include "catalog/pg/server_error.hpp"
#include "catalog/pg/session.hpp"

namespace catalog::pg {

Connection::Connection(std::string const& conninfo) : session_(std::make_shared<Session>(conninfo)) {}
Connection::~Connection() = default;
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;

Result Connection::run(std::string const& sql, Parameters const& parameters) {
  session_->send(sql, parameters, CellFormat::text);
  return Result(session_->only_result());
}

Result Connection::run_prepared(std::string const& sql, Parameters const& parameters) {
  session_->send_prepared(sql, parameters);
  return Result(session_->only_result());
}

void Connection::script(std::string const& sql) { session_->run_script(sql); }

std::unique_ptr<RowStream> Connection::stream(std::string const& sql, Parameters const& parameters,
                                              CellFormat format, std::vector<Column> columns) {
  session_->send(sql, parameters, format);
  return std::make_unique<RowStream>(session_, format, std::move(columns));
}

CopyIn Connection::copy_in(std::string const& statement) {
  session_->send(statement, {}, CellFormat::text);
  ResultHandle const started = session_->receive();
  if (PQresultStatus(started.get()) == PGRES_COPY_IN) {
    session_->set_busy(true);
    return CopyIn(session_);
  }
  bool const refused = PQresultStatus(started.get()) == PGRES_FATAL_ERROR;
  SqlFailure const failure = refused
                                 ? server_failure(started.get())
                                 : SqlFailure(engine::Fault::internal, {},
                                              "copy not started: not a COPY ... FROM STDIN: " + statement);
  session_->abandon();
  throw failure;
}

Canceller Connection::canceller() const { return Canceller(session_->cancel_target()); }

std::vector<Notification> Connection::notifications(std::chrono::milliseconds timeout) {
  std::vector<Notification> came;
  auto const collect = [&] {
    if (!PQconsumeInput(session_->raw())) throw connection_lost(session_->raw());
    while (PGnotify* const n = PQnotifies(session_->raw())) {
      came.push_back({n->relname, n->extra});
      PQfreemem(n);
    }
  };
  collect();
  if (came.empty() && session_->readable(timeout)) collect();
  return came;
}

void Connection::on_notice(NoticeHandler handler) { session_->on_notice = std::move(handler); }

bool Connection::alive() {
  if (session_->busy()) return session_->open();
  // A server that ends a session says so first and closes then; each takes one look.
  for (int look = 0; session_->open() && session_->readable(std::chrono::milliseconds(0)) && look < 100;
       ++look) {
    if (!PQconsumeInput(session_->raw())) session_->close();
    PQisBusy(session_->raw());  // parses what came
  }
  return session_->open();
}

bool Connection::clean() {
  if (session_->busy() || !alive()) return false;
  try {
    session_->clean();
    return true;
  } catch (engine::Failure const&) {
    return false;
  }
}

bool Connection::settle() {
  if (session_->busy() || !session_->open()) return false;
  try {
    session_->settle();
    return true;
  } catch (engine::Failure const&) {
    return false;
  }
}

void Connection::reset() {
  if (!clean()) session_ = std::make_shared<Session>(session_->conninfo());
}

bool Connection::in_transaction() const {
  PGTransactionStatusType const status = PQtransactionStatus(session_->raw());
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

int Connection::server_version() const { return PQserverVersion(session_->raw()); }

}  // namespace catalog::pg

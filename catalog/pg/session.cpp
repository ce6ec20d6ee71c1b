#include "catalog/pg/session.hpp"

#include <cerrno>

#include <libpq-fe.h>
#include <poll.h>

#include "catalog/pg/server_error.hpp"

namespace catalog::pg {

namespace {

/// What every answer relies on, whatever the server's or the role's own settings are.
constexpr char const* settings =
    "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'iso_8601'; SET bytea_output = "
    "'hex';"
    "SET extra_float_digits = 1; SET standard_conforming_strings = on; SET jit = off";

/// What DISCARD ALL does, in one message with the settings, and without throwing away the plans of functions:
/// making them anew for each lease costs more than a small query. They hold nothing of the user before;
/// PostgreSQL checks each against the role and the tables when it is used.
constexpr char const* forget_session =
    "SET SESSION AUTHORIZATION DEFAULT; RESET ALL; DEALLOCATE ALL; CLOSE ALL; UNLISTEN *;"
    "SELECT pg_catalog.pg_advisory_unlock_all(); DISCARD TEMP; DISCARD SEQUENCES;";

void report(void* context, PGresult const* result) {
  auto const& session = *static_cast<Session const*>(context);
  if (!session.on_notice) return;
  auto const text = [&](int code) {
    char const* const field = PQresultErrorField(result, code);
    return std::string(field ? field : "");
  };
  try {
    session.on_notice(
        {text(PG_DIAG_SEVERITY_NONLOCALIZED), text(PG_DIAG_SQLSTATE), text(PG_DIAG_MESSAGE_PRIMARY)});
  } catch (std::exception const&) {  // must not fly through libpq; a notice is not worth more
  }
}

void refuse_nul(std::string const& text, std::string const& what) {
  if (text.find('\0') != std::string::npos)
    throw SqlFailure(engine::Fault::bad_request, "22021",
                     what + " has a NUL character, which PostgreSQL cannot store");
}

std::vector<char const*> pointers_to(Parameters const& parameters) {
  if (parameters.size() > 65535)
    throw SqlFailure(engine::Fault::bad_request, "54000",
                     "statement has more than 65535 values - make it smaller");
  std::vector<char const*> values;
  values.reserve(parameters.size());
  for (auto const& parameter : parameters) {
    if (parameter) refuse_nul(*parameter, "value of parameter $" + std::to_string(values.size() + 1));
    values.push_back(parameter ? parameter->c_str() : nullptr);
  }
  return values;
}

bool is_error(PGresult const* result) {
  ExecStatusType const status = PQresultStatus(result);
  return status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE;
}

bool is_copy(ExecStatusType status) {
  return status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH;
}

}  // namespace

Session::Session(std::string conninfo, Connection::NoticeHandler handler)
    : on_notice(std::move(handler)), conninfo_(std::move(conninfo)) {
  connect();
}

Session::~Session() { cut_cancellers(); }

void Session::connect() {
  refuse_nul(conninfo_, "connection string");
  // Later keywords win: what stands before dbname are defaults of ours, what stands behind it is needed.
  char const* const keywords[] = {"connect_timeout",
                                  "keepalives_idle",
                                  "tcp_user_timeout",
                                  "application_name",
                                  "dbname",
                                  "client_encoding",
                                  nullptr};
  char const* const values[] = {"10", "60", "60000", "distilld", conninfo_.c_str(), "UTF8", nullptr};
  handle_.reset(PQconnectdbParams(keywords, values, 1));
  if (!open()) throw cannot_connect(raw());
  PQsetNoticeReceiver(raw(), report, this);
  apply_settings();
}

void Session::apply_settings() { run_script(settings); }

bool Session::open() const { return PQstatus(raw()) == CONNECTION_OK; }

void Session::close() noexcept {
  cut_cancellers();
  handle_.reset();
}

void Session::expect_idle() const {
  if (busy_)
    throw engine::Failure(engine::Fault::internal,
                          "database connection is in the middle of an answer: finish or drop it first");
  if (!open()) throw connection_lost(raw());
}

void Session::not_sent() {
  if (!open()) throw connection_lost(raw());
  throw SqlFailure(engine::Fault::internal, {}, "statement not sent: " + one_line(PQerrorMessage(raw())));
}

void Session::send(std::string const& sql, Parameters const& parameters, CellFormat format) {
  expect_idle();
  refuse_nul(sql, "statement");
  auto const values = pointers_to(parameters);
  int const sent = PQsendQueryParams(raw(), sql.c_str(), static_cast<int>(values.size()), nullptr,
                                     values.data(), nullptr, nullptr, format == CellFormat::binary ? 1 : 0);
  if (!sent) not_sent();
}

void Session::send_prepared(std::string const& sql, Parameters const& parameters) {
  expect_idle();
  refuse_nul(sql, "statement");
  auto const values = pointers_to(parameters);
  auto place = prepared_.find(sql);
  if (place == prepared_.end()) {
    std::string const name = "s" + std::to_string(prepared_.size());
    if (!PQsendPrepare(raw(), name.c_str(), sql.c_str(), 0, nullptr)) not_sent();
    only_result();
    place = prepared_.emplace(sql, name).first;
  }
  if (!PQsendQueryPrepared(raw(), place->second.c_str(), static_cast<int>(values.size()), values.data(),
                           nullptr, nullptr, 0))
    not_sent();
}

void Session::run_script(std::string const& sql) {
  expect_idle();
  refuse_nul(sql, "script");
  if (!PQsendQuery(raw(), sql.c_str())) not_sent();
  for (int statement = 1; ResultHandle const result = receive(); ++statement) {
    ExecStatusType const status = PQresultStatus(result.get());
    if (is_error(result.get())) {
      int const line = line_of_error(result.get(), sql);
      SqlFailure const failure = server_failure(
          result.get(), line > 0 ? "line " + std::to_string(line) : "statement " + std::to_string(statement));
      finish();
      throw failure;
    }
    if (is_copy(status)) {
      finish();
      throw engine::Failure(engine::Fault::internal, "script not accepted: COPY needs Connection::copy_in");
    }
  }
}

ResultHandle Session::receive() {
  ResultHandle result(PQgetResult(raw()));
  if (!result && !open()) throw connection_lost(raw());
  return result;
}

ResultHandle Session::only_result() {
  ResultHandle kept = receive();
  if (kept && is_error(kept.get())) {
    SqlFailure const failure = server_failure(kept.get());
    finish();
    throw failure;
  }
  ExecStatusType const status = PQresultStatus(kept.get());
  finish();
  if (is_copy(status))
    throw engine::Failure(engine::Fault::internal, "statement not accepted: COPY needs Connection::copy_in");
  if (status == PGRES_EMPTY_QUERY)
    throw SqlFailure(engine::Fault::internal, {}, "statement not accepted: it is empty");
  return kept;
}

void Session::finish() noexcept {
  busy_ = false;
  bool copy_ended = false;
  while (ResultHandle const result{PQgetResult(raw())}) {
    ExecStatusType const status = PQresultStatus(result.get());
    if (!is_copy(status)) continue;
    // The server waits for our rows: none will come. Rows it sends to us cannot be stopped but by leaving.
    if (status != PGRES_COPY_IN || copy_ended || PQputCopyEnd(raw(), "abandoned") != 1) return close();
    copy_ended = true;
  }
}

void Session::abandon() noexcept {
  busy_ = false;
  if (!open()) return close();
  CancelHandle const handle(PQgetCancel(raw()));
  char reason[256];
  if (!handle || !PQcancel(handle.get(), reason, sizeof reason)) return close();
  finish();
}

void Session::settle() {
  cut_cancellers();
  if (PQtransactionStatus(raw()) != PQTRANS_IDLE) {
    send("ROLLBACK", {}, CellFormat::text);
    only_result();
  }
}

void Session::clean() {
  settle();
  run_script(std::string(forget_session) + settings);
  prepared_.clear();
  while (PGnotify* const notification = PQnotifies(raw())) PQfreemem(notification);
  on_notice = {};
}

bool Session::readable(std::chrono::milliseconds timeout) const {
  pollfd watched{PQsocket(raw()), POLLIN, 0};
  int const ready = poll(&watched, 1, static_cast<int>(timeout.count()));
  return ready > 0;
}

std::shared_ptr<Canceller::Target> Session::cancel_target() {
  if (!target_) {
    target_ = std::make_shared<Canceller::Target>();
    target_->handle.reset(PQgetCancel(raw()));
  }
  return target_;
}

void Session::cut_cancellers() noexcept {
  if (!target_) return;
  {
    // Waits for a cancellation on its way: its signal has then reached the server process before we go on.
    std::lock_guard const lock(target_->guard);
    target_->handle.reset();
  }
  target_.reset();
}

}  // namespace catalog::pg

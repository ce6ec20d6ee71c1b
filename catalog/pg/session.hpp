/// The libpq connection behind Connection, its streams and its copies. For the files of this directory only.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "catalog/pg/canceller.hpp"
#include "catalog/pg/connection.hpp"
#include "catalog/pg/handles.hpp"

namespace catalog::pg {

class Session {
 public:
  explicit Session(std::string conninfo, Connection::NoticeHandler on_notice = {});
  ~Session();
  Session(Session const&) = delete;
  Session& operator=(Session const&) = delete;

  std::string const& conninfo() const { return conninfo_; }
  pg_conn* raw() const { return handle_.get(); }
  bool open() const;
  void close() noexcept;  ///< everything afterwards is a lost connection

  /// Sends one statement; the answers are to be fetched. Throws if another answer is not finished.
  void send(std::string const& sql, Parameters const& parameters, CellFormat format);
  /// The same for a statement that is parsed and planned once per session.
  void send_prepared(std::string const& sql, Parameters const& parameters);
  /// Several statements, their answers dropped; throws what the server reports with the line.
  void run_script(std::string const& sql);

  /// The next part of the answer, null behind the last. Throws only if the connection is lost.
  ResultHandle receive();
  /// The only answer; throws what the server reports, with the session idle again.
  ResultHandle only_result();

  /// Reads to the end of the answer, whatever it is, leaving COPY if need be.
  void finish() noexcept;
  /// Asks the server to stop, then finish(); closes if that is impossible.
  void abandon() noexcept;

  bool busy() const { return busy_; }
  void set_busy(bool busy) { busy_ = busy; }

  /// Rolls back, discards all session state, restores our settings. Throws if that fails.
  void clean();
  /// Rolls back, and no more: for users who change nothing of the session.
  void settle();

  /// True if something can be read within `timeout`.
  bool readable(std::chrono::milliseconds timeout) const;

  std::shared_ptr<Canceller::Target> cancel_target();
  void cut_cancellers() noexcept;

  Connection::NoticeHandler on_notice{};

 private:
  void connect();
  void apply_settings();
  [[noreturn]] void not_sent();
  void expect_idle() const;

  std::string conninfo_;
  ConnectionHandle handle_{};
  std::shared_ptr<Canceller::Target> target_{};
  std::unordered_map<std::string, std::string> prepared_{};  ///< names by statement
  bool busy_ = false;
};

}  // namespace catalog::pg

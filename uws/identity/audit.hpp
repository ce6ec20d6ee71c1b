/// The audit log: who did what to which object, and what came of it (table store.audit).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/pg/pool.hpp"
#include "uws/http/message.hpp"

namespace uws {

enum class Outcome { done, refused, failed };
std::string_view word_of(Outcome outcome);  ///< "done"

struct AuditEntry {
  std::chrono::system_clock::time_point when{};
  std::string user{};     ///< empty: anonymous, or nobody known
  std::string address{};  ///< of the client
  std::string act{};      ///< "login", "token.create", "job.delete", "collection.publish"
  std::string object{};   ///< what it was done to: a name, an identifier
  Outcome outcome = Outcome::done;
  std::string detail{};   ///< for people; never a secret
  std::string request{};  ///< id of the request, as in the access log
};

struct AuditQuery {
  std::optional<std::string> user{}, address{}, act{}, object{};  ///< equal; `act` also "token.*"
  std::optional<Outcome> outcome{};
  std::optional<std::int64_t> before{};  ///< only entries with a smaller number: the next page
  std::size_t limit = 100;
};

struct AuditRow {
  std::int64_t number = 0;  ///< grows with time
  AuditEntry entry;
};

/// What parts of the service get that note things but must not know the database or this header:
/// `note(request, "jobtype.validate", "echo", true)`; `done` false: it was refused.
using AuditNote =
    std::function<void(http::Request const&, std::string_view act, std::string_view object, bool done)>;

/// Thread-safe.
class Audit {
 public:
  /// `log` hears of entries that could not be written, whole, so that nothing is lost without a trace.
  /// `retention` zero: entries are kept for ever.
  Audit(catalog::pg::Pool& database, std::chrono::seconds retention,
        std::function<void(std::string const&)> log = {});

  /// The user is the one the request was found to be from (Remarks::user). Never throws: what was done is
  /// done, whatever becomes of the note.
  void note(http::Request const& request, std::string_view act, std::string_view object, Outcome outcome,
            std::string_view detail = {}) noexcept;
  void note(AuditEntry entry) noexcept;

  /// Newest first. Throws Failure(missing_resource) without the database.
  std::vector<AuditRow> find(AuditQuery const& query);

  /// Removes entries older than the retention; returns how many. Called now and then by note() itself.
  std::int64_t forget_old();

  AuditNote as_function();  ///< valid as long as this object

 private:
  void write(AuditEntry const& entry);
  bool is_time_to_forget();

  catalog::pg::Pool& database_;
  std::chrono::seconds const retention_;
  std::function<void(std::string const&)> const log_;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point forgot_{};
};

}  // namespace uws

#include "uws/identity/audit.hpp"

#include <array>
#include <exception>

#include "engine/base/expects.hpp"
#include "uws/http/access_record.hpp"

namespace uws {
namespace {

using namespace std::chrono_literals;

struct OutcomeWord {
  Outcome outcome;
  std::string_view word;
};
constexpr std::array<OutcomeWord, 3> outcomes{
    {{Outcome::done, "done"}, {Outcome::refused, "refused"}, {Outcome::failed, "failed"}}};

/// Old entries are looked for at most so often.
constexpr std::chrono::minutes between_cleanings{60};
/// Objects and details come from clients, who may send megabytes.
constexpr std::size_t longest_text = 2000;

/// NUL, which PostgreSQL does not take, and bytes that are no UTF-8 become '?'.
std::string storable(std::string_view text) {
  std::string out(text.substr(0, longest_text));
  for (char& c : out)
    if (c == '\0' || static_cast<unsigned char>(c) >= 0x80) c = '?';
  return out;
}

Outcome outcome_of(std::string_view word) {
  for (auto const& row : outcomes)
    if (row.word == word) return row.outcome;
  EXPECTS(false && "the database holds an outcome that is none");
  return Outcome::failed;
}

std::string line_of(AuditEntry const& entry) {
  std::string line = "audit: user=" + http::quoted_line(entry.user) + " act=" + http::quoted_line(entry.act);
  line += " object=" + http::quoted_line(entry.object) + " outcome=" + std::string(word_of(entry.outcome));
  line += " address=" + http::quoted_line(entry.address) + " detail=" + http::quoted_line(entry.detail);
  return line + " request=" + http::quoted_line(entry.request);
}

/// Conditions with their parameters, one after the other.
struct Conditions {
  std::string sql{};
  catalog::pg::Parameters parameters{};
  void add(std::string_view left, std::string_view right, std::string value) {
    parameters.push_back(std::move(value));
    sql += (sql.empty() ? " WHERE " : " AND ") + std::string(left) + "$" + std::to_string(parameters.size()) +
           std::string(right);
  }
};

Conditions conditions_of(AuditQuery const& query) {
  Conditions all;
  if (query.user) all.add("user_name = ", "", *query.user);
  if (query.address) all.add("address = ", "", *query.address);
  if (query.object) all.add("object = ", "", *query.object);
  if (query.outcome) all.add("outcome = ", "", std::string(word_of(*query.outcome)));
  if (query.before) all.add("id < ", "::bigint", std::to_string(*query.before));
  if (query.act && query.act->ends_with(".*"))
    all.add("starts_with(act, ", ")", query.act->substr(0, query.act->size() - 1));
  else if (query.act)
    all.add("act = ", "", *query.act);
  return all;
}

AuditRow row_in(catalog::pg::Result const& rows, std::size_t i) {
  AuditEntry entry{.user = rows.text(i, 2),
                   .address = rows.text(i, 3),
                   .act = rows.text(i, 4),
                   .object = rows.text(i, 5),
                   .outcome = outcome_of(rows.text(i, 6)),
                   .detail = rows.text(i, 7),
                   .request = rows.text(i, 8)};
  entry.when = std::chrono::system_clock::time_point(std::chrono::milliseconds(rows.integer(i, 1)));
  return {rows.integer(i, 0), std::move(entry)};
}

}  // namespace

std::string_view word_of(Outcome outcome) {
  for (auto const& row : outcomes)
    if (row.outcome == outcome) return row.word;
  EXPECTS(false && "outcome out of range");
  return {};
}

Audit::Audit(catalog::pg::Pool& database, std::chrono::seconds retention,
             std::function<void(std::string const&)> log)
    : database_(database), retention_(retention), log_(std::move(log)) {}

void Audit::note(http::Request const& request, std::string_view act, std::string_view object, Outcome outcome,
                 std::string_view detail) noexcept {
  try {
    note({.user = request.remarks ? request.remarks->user : std::string(),
          .address = request.peer,
          .act = std::string(act),
          .object = std::string(object),
          .outcome = outcome,
          .detail = std::string(detail),
          .request = request.id});
  } catch (std::exception const&) {
    // No memory for a note: there is nowhere to say so either.
  }
}

void Audit::note(AuditEntry entry) noexcept {
  try {
    try {
      write(entry);
      if (is_time_to_forget()) forget_old();
    } catch (std::exception const& failure) {
      if (log_) log_(line_of(entry) + " - not in the database: " + failure.what());
    }
  } catch (...) {
    // As above.
  }
}

void Audit::write(AuditEntry const& entry) {
  // A log that waits for a busy database must not hold up what it tells of for long.
  database_.take(2s)->run(
      "INSERT INTO store.audit (user_name, address, act, object, outcome, detail, request)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {storable(entry.user), storable(entry.address), storable(entry.act), storable(entry.object),
       std::string(word_of(entry.outcome)), storable(entry.detail), storable(entry.request)});
}

bool Audit::is_time_to_forget() {
  std::lock_guard const lock(mutex_);
  auto const now = std::chrono::steady_clock::now();
  if (forgot_ != decltype(forgot_){} && now - forgot_ < between_cleanings) return false;
  forgot_ = now;
  return true;
}

std::vector<AuditRow> Audit::find(AuditQuery const& query) {
  auto conditions = conditions_of(query);
  conditions.parameters.push_back(std::to_string(query.limit));
  auto const rows = database_.take()->run(
      "SELECT id, (extract(epoch FROM happened) * 1000)::bigint, user_name, address, act, object, outcome,"
      " detail, request FROM store.audit" +
          conditions.sql + " ORDER BY id DESC LIMIT $" + std::to_string(conditions.parameters.size()) +
          "::bigint",
      conditions.parameters);
  std::vector<AuditRow> all;
  for (std::size_t i = 0; i < rows.rows(); ++i) all.push_back(row_in(rows, i));
  return all;
}

std::int64_t Audit::forget_old() {
  if (retention_.count() == 0) return 0;
  return database_.take()
      ->run("DELETE FROM store.audit WHERE happened < now() - make_interval(secs => $1::double precision)",
            {std::to_string(retention_.count())})
      .affected();
}

AuditNote Audit::as_function() {
  return [this](http::Request const& request, std::string_view act, std::string_view object, bool done) {
    note(request, act, object, done ? Outcome::done : Outcome::refused);
  };
}

}  // namespace uws

#include "uws/identity/tokens.hpp"

#include "engine/base/expects.hpp"
#include "engine/io/sha256.hpp"
#include "uws/identity/password.hpp"

namespace uws {
namespace {

constexpr std::size_t longest_label = 200;

/// The part of a query that tells good tokens; $2 is `idle` in seconds.
constexpr char const* is_good =
    " t.revoked IS NULL AND (t.expires IS NULL OR t.expires > now()) AND (t.kind <> 'session' OR $2::bigint "
    "= 0"
    " OR coalesce(t.last_used, t.created) > now() - make_interval(secs => $2::bigint))";

std::string iso(std::string const& column) {
  return "coalesce(to_char(" + column + " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), '')";
}

std::string seconds_of(std::chrono::seconds time) { return std::to_string(time.count()); }

void note_use(catalog::pg::Connection& database, std::int64_t id) {
  database.run(
      "WITH used AS (UPDATE store.user_token SET last_used = now() WHERE id = $1 RETURNING user_name)"
      " UPDATE store.user_account u SET last_seen = now() FROM used WHERE u.name = used.user_name",
      {std::to_string(id)});
}

TokenKind kind_of(std::string const& word) {
  return word == word_of(TokenKind::session) ? TokenKind::session : TokenKind::bearer;
}

}  // namespace

std::string_view word_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::bearer: return "bearer";
    case TokenKind::session: return "session";
  }
  EXPECTS(false && "kind of token out of range");
  return {};
}

NewToken make_token(catalog::pg::Connection& database, TokenKind kind, std::string const& user,
                    std::string const& label, std::optional<std::chrono::seconds> lifetime) {
  NewToken made{.secret = new_secret()};
  auto const rows = database.run(
      "INSERT INTO store.user_token AS t (hash, kind, user_name, label, expires)"
      " VALUES ($1, $2, $3, $4, now() + make_interval(secs => $5::double precision)) RETURNING id, " +
          iso("t.expires"),
      {engine::sha256_of(made.secret), std::string(word_of(kind)), user, label.substr(0, longest_label),
       lifetime ? std::optional(seconds_of(*lifetime)) : std::nullopt});
  made.id = rows.integer(0, 0);
  made.expires = rows.text(0, 1);
  return made;
}

std::optional<Account> account_of_token(catalog::pg::Connection& database, TokenKind kind,
                                        std::string const& secret, std::chrono::seconds idle) {
  auto const rows =
      database.run(std::string("SELECT t.id, u.name, u.role,"
                               " t.last_used IS NULL OR t.last_used < now() - make_interval(secs =>"
                               " CASE WHEN $2::bigint > 0 THEN least(60, $2::bigint / 10.0) ELSE 60 END)"
                               " FROM store.user_token t JOIN store.user_account u ON u.name = t.user_name"
                               " WHERE t.hash = $1 AND t.kind = $3 AND u.active AND") +
                       is_good,
                   {engine::sha256_of(secret), seconds_of(idle), std::string(word_of(kind))});
  if (rows.empty()) return std::nullopt;
  Account account;
  account.token = rows.integer(0, 0);
  account.name = rows.text(0, 1);
  account.role = role_of(rows.text(0, 2)).value_or(Role::astronomer);
  account.means = kind == TokenKind::session ? Means::session : Means::bearer;
  if (rows.boolean(0, 3)) note_use(database, account.token);
  return account;
}

std::vector<TokenRow> tokens_of(catalog::pg::Connection& database, std::string const& user,
                                std::chrono::seconds idle) {
  auto const rows = database.run("SELECT t.id, t.kind, coalesce(t.label, ''), " + iso("t.created") + ", " +
                                     iso("t.expires") + ", " + iso("t.last_used") +
                                     " FROM store.user_token t WHERE t.user_name = $1 AND" + is_good +
                                     " ORDER BY t.id DESC",
                                 {user, seconds_of(idle)});
  std::vector<TokenRow> all;
  for (std::size_t i = 0; i < rows.rows(); ++i)
    all.push_back({rows.integer(i, 0), kind_of(rows.text(i, 1)), rows.text(i, 2), rows.text(i, 3),
                   rows.text(i, 4), rows.text(i, 5)});
  return all;
}

bool revoke_token(catalog::pg::Connection& database, std::string const& user, std::int64_t id) {
  auto const done = database.run(
      "UPDATE store.user_token SET revoked = now() WHERE id = $1 AND user_name = $2 AND revoked IS NULL",
      {std::to_string(id), user});
  return done.affected() > 0;
}

std::int64_t revoke_tokens(catalog::pg::Connection& database, std::string const& user, std::int64_t spared) {
  return database
      .run(
          "UPDATE store.user_token SET revoked = now() WHERE user_name = $1 AND revoked IS NULL AND id <> $2",
          {user, std::to_string(spared)})
      .affected();
}

void forget_old_tokens(catalog::pg::Connection& database, std::chrono::seconds idle) {
  database.run(
      "DELETE FROM store.user_token t WHERE least(t.revoked, t.expires, CASE WHEN t.kind = 'session'"
      " AND $1::bigint > 0 THEN coalesce(t.last_used, t.created) + make_interval(secs => $1::bigint) END)"
      " < now() - CASE t.kind WHEN 'session' THEN interval '7 days' ELSE interval '1 year' END",
      {seconds_of(idle)});
}

}  // namespace uws

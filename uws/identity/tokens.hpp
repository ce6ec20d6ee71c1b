/// Secrets that stand for a user: bearer tokens of programs and sessions of browsers (table
/// store.user_token).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/pg/connection.hpp"
#include "uws/identity/account.hpp"

namespace uws {

enum class TokenKind { bearer, session };
std::string_view word_of(TokenKind kind);

/// Times as "2026-01-31T12:00:00Z"; empty where there is none.
struct TokenRow {
  std::int64_t id = 0;
  TokenKind kind = TokenKind::bearer;
  std::string label{}, created{}, expires{}, last_used{};
};

struct NewToken {
  std::int64_t id = 0;
  std::string secret{};  ///< kept nowhere
  std::string expires{};
};
/// Nothing for `lifetime`: until it is revoked. The user must exist.
NewToken make_token(catalog::pg::Connection& database, TokenKind kind, std::string const& user,
                    std::string const& label, std::optional<std::chrono::seconds> lifetime);

/// Whom the secret stands for, if it is good: not revoked, not expired, not idle for longer than `idle` (0:
/// no matter), of an active account. Notes that it was used, once a minute or so.
std::optional<Account> account_of_token(catalog::pg::Connection& database, TokenKind kind,
                                        std::string const& secret, std::chrono::seconds idle);

/// Those that are good, newest first.
std::vector<TokenRow> tokens_of(catalog::pg::Connection& database, std::string const& user,
                                std::chrono::seconds idle);

/// False if the user has no such token that is good.
bool revoke_token(catalog::pg::Connection& database, std::string const& user, std::int64_t id);
/// All of the user's, or all but `spared`; returns how many.
std::int64_t revoke_tokens(catalog::pg::Connection& database, std::string const& user,
                           std::int64_t spared = 0);

/// Removes sessions that ended more than a week ago, and tokens that ended more than a year ago.
void forget_old_tokens(catalog::pg::Connection& database, std::chrono::seconds idle);

}  // namespace uws

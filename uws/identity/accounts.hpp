/// Accounts, tokens and rights on collections, as `distilld user` changes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/pg/connection.hpp"

namespace uws {

/// All functions throw Failure(bad_request) for names that do not exist (with the nearest that does), roles
/// that are none, passwords too short.

struct AccountRow {
  std::string name, role, kind;
  bool active = true;
  std::vector<std::string> collections{};  ///< "hess-dr1 (reader)"
};
std::vector<AccountRow> accounts(catalog::pg::Connection& database);

/// Without a password only tokens open the account.
void add_account(catalog::pg::Connection& database, std::string const& name, std::string const& role,
                 std::optional<std::string> const& password);
void set_password(catalog::pg::Connection& database, std::string const& name, std::string const& password);
/// The account stays, with its jobs and provenance, but nothing opens it; its tokens are revoked.
void close_account(catalog::pg::Connection& database, std::string const& name);

void grant(catalog::pg::Connection& database, std::string const& name, std::string const& collection,
           std::string const& role);
void revoke(catalog::pg::Connection& database, std::string const& name, std::string const& collection);

/// Returns the secret, which is nowhere kept. `days`: how long it is good; nothing: until it is revoked.
std::string add_token(catalog::pg::Connection& database, std::string const& name, std::string const& label,
                      std::optional<int> days);

}  // namespace uws

/// Accounts, tokens and rights on collections, as `distilld user` and the administration change them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/pg/connection.hpp"
#include "uws/identity/role.hpp"

namespace uws {

/// All functions throw Failure(bad_request) for names that do not exist (with the nearest that does), roles
/// that are none, passwords too short.

struct AccountRow {
  std::string name, role, kind;
  bool active = true;
  std::vector<std::string> collections{};  ///< "hess-dr1 (reader)"
  std::string display_name{}, email{}, last_seen{};
};
std::vector<AccountRow> accounts(catalog::pg::Connection& database);
/// One of them; nothing if there is none of that name.
std::optional<AccountRow> account_row(catalog::pg::Connection& database, std::string const& name);

/// Without a password only tokens open the account.
void add_account(catalog::pg::Connection& database, std::string const& name, std::string const& role,
                 std::optional<std::string> const& password);
/// All sessions and tokens of the account end with its old password.
void set_password(catalog::pg::Connection& database, std::string const& name, std::string const& password);
/// Refuses those that are too short or too long.
void check_password(std::string const& password);
void set_role(catalog::pg::Connection& database, std::string const& name, std::string const& role);
/// The account stays, with its jobs and provenance, but nothing opens it; its tokens are revoked.
void close_account(catalog::pg::Connection& database, std::string const& name);
void reopen_account(catalog::pg::Connection& database, std::string const& name);

/// `by`: who gives it; empty for a command on the machine.
void grant(catalog::pg::Connection& database, std::string const& name, std::string const& collection,
           std::string const& role, std::string const& by = {});
void revoke(catalog::pg::Connection& database, std::string const& name, std::string const& collection);
/// The user's standing on a collection; none if there is no such collection either.
Standing standing_on(catalog::pg::Connection& database, std::string const& name,
                     std::string const& collection);

/// Returns the secret, which is nowhere kept. `days`: how long it is good; nothing: until it is revoked.
std::string add_token(catalog::pg::Connection& database, std::string const& name, std::string const& label,
                      std::optional<int> days);

}  // namespace uws

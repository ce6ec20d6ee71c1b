/// Who sent a request: passwords and tokens of the accounts in the database.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "catalog/pg/pool.hpp"
#include "uws/http/message.hpp"

namespace uws {

/// "Basic ..." or "Bearer ..." taken apart (RFC 7617, RFC 6750).
struct Credentials {
  std::string user{}, secret{};  ///< of a bearer token: no user
  bool bearer = false;
};

/// Nothing where the request names nobody: no header, or Basic with an empty user and password, as
/// uws-validator sends. Throws http::Refusal (400) if the header cannot be read.
std::optional<Credentials> credentials_of(http::Request const& request);

struct Account {
  std::string name{};  ///< empty: anonymous
  std::string role{};  ///< astronomer, quality, data_manager, operator, admin
};

class Identities {
 public:
  explicit Identities(catalog::pg::Pool& database) : database_(database) {}

  /// Throws http::Refusal (401) for a wrong password, an unknown, expired or revoked token, an inactive
  /// account; it does not say which.
  Account account_of(http::Request const& request);

 private:
  std::optional<Account> by_any(Credentials const& credentials);
  std::optional<Account> by_token(std::string const& secret);
  std::optional<Account> by_password(Credentials const& credentials);

  struct Known {
    Account account;
    std::chrono::steady_clock::time_point until;
  };
  catalog::pg::Pool& database_;
  std::mutex mutex_;
  /// Passwords are slow to check on purpose; one that was right stays right for a minute.
  std::map<std::string, Known, std::less<>> known_;
};

}  // namespace uws

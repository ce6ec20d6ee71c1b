/// Who sent a request: passwords, tokens, sessions, and what a sign-on proxy says.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "catalog/pg/pool.hpp"
#include "uws/http/message.hpp"
#include "uws/identity/account.hpp"
#include "uws/identity/audit.hpp"
#include "uws/identity/credentials.hpp"
#include "uws/identity/identity_rules.hpp"
#include "uws/identity/login_guard.hpp"
#include "uws/identity/password_checks.hpp"
#include "uws/identity/proxy_identity.hpp"
#include "uws/identity/tokens.hpp"

namespace uws {

/// Thread-safe. All references outlive it.
class Identities {
 public:
  Identities(catalog::pg::Pool& database, IdentityRules const& rules, Audit& audit,
             std::function<void(std::string const&)> log = {});

  /// Found out once for each request. An Authorization header counts before the proxy's word, that before a
  /// cookie. Throws http::Refusal: 400 for a header that cannot be read; 401 for a wrong password, an
  /// unknown, expired or revoked token, a closed account (it does not say which), and for a session that has
  /// ended if the request changes something; 403 for headers of a proxy from somebody else; 429 after too
  /// many failures.
  Account account_of(http::Request const& request);

  /// As account_of(), and throws http::Refusal where it is not enough: 401 for nobody, 403 for somebody (and
  /// notes that in the audit log).
  Account require(http::Request const& request, Act act);

  /// Checks a password typed at a login; the same refusals, and the same time for every failure.
  Account by_login(http::Request const& request, std::string const& user, std::string const& password);
  /// Makes a session for an account, and ends the one the request came with.
  NewToken begin_session(http::Request const& request, Account const& account);
  void change_password(http::Request const& request, Account const& account, std::string const& old_password,
                       std::string const& new_password);

  catalog::pg::Pool& database() { return database_; }
  IdentityRules const& rules() const { return rules_; }
  Audit& audit() { return audit_; }

 private:
  Account found(http::Request const& request);
  Account by_header(http::Request const& request, Credentials const& credentials);
  Account by_cookie(http::Request const& request);
  std::optional<Account> by_password(http::Request const& request, Credentials const& credentials);
  [[noreturn]] void refuse_login(http::Request const& request, std::string const& user,
                                 std::string const& how);
  void clean_now_and_then(catalog::pg::Connection& database);

  /// A password is slow to check on purpose; one that was right is remembered for a minute, together with the
  /// hash it was right for.
  struct Known {
    std::string hash;
    std::chrono::steady_clock::time_point until;
  };
  catalog::pg::Pool& database_;
  IdentityRules const& rules_;
  Audit& audit_;
  LoginGuard guard_;
  PasswordChecks passwords_;
  ProxyAccounts proxy_;
  std::mutex mutex_;
  std::map<std::string, Known, std::less<>> known_;
  std::chrono::steady_clock::time_point cleaned_{};
};

}  // namespace uws

/// Single sign-on: what a trusted proxy in front says about the user.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "catalog/pg/pool.hpp"
#include "uws/http/message.hpp"
#include "uws/identity/account.hpp"
#include "uws/identity/identity_rules.hpp"

namespace uws {

struct ProxyClaim {
  std::string user{}, name{}, email{};
  std::vector<std::string> groups{};
};

/// What the headers say. Nothing if there is no such proxy, or it says that nobody is signed in. Throws
/// http::Refusal (403), naming the header, if one of them comes from anybody but the proxy: from another
/// address, without the shared secret, or twice.
std::optional<ProxyClaim> proxy_claim(http::Request const& request, ProxyRules const& rules);

/// Separated by commas or semicolons, as the usual proxies write them.
std::vector<std::string> groups_in(std::string_view text);
/// The greatest role that the groups give; nothing if the proxy gives no roles.
std::optional<Role> role_of_groups(std::vector<std::string> const& groups, ProxyRules const& rules);

/// Brings what the proxy says into the accounts. Thread-safe.
class ProxyAccounts {
 public:
  ProxyAccounts(catalog::pg::Pool& database, ProxyRules const& rules,
                std::function<void(std::string const&)> log);
  /// Throws http::Refusal (403): the account is closed, is another kind of account of the same name, or does
  /// not exist and must not be made. `made` hears of new accounts.
  Account account_of(ProxyClaim const& claim, std::function<void(std::string const&)> const& made);

 private:
  bool is_settled(ProxyClaim const& claim);
  void settle(catalog::pg::Connection& database, ProxyClaim const& claim);
  void grant(catalog::pg::Connection& database, ProxyClaim const& claim);

  catalog::pg::Pool& database_;
  ProxyRules const& rules_;
  std::function<void(std::string const&)> const log_;
  std::mutex mutex_;
  struct Settled {
    std::string digest;
    std::chrono::steady_clock::time_point until;
  };
  std::map<std::string, Settled, std::less<>> settled_;  ///< by user: what need not be written again yet
};

}  // namespace uws

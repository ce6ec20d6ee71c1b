/// Slows down those who guess passwords, without locking out those who know them.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_set>

#include "uws/identity/rate_table.hpp"

namespace uws {

/// Each attempt takes a token of the account and one of the address, before the password is looked at;
/// success gives them back. Whoever has signed in from an address before is counted apart from strangers
/// there, so that an attack on an account does not keep its owner out. Whether an account exists makes no
/// difference. Thread-safe; memory is bounded.
class LoginGuard {
 public:
  explicit LoginGuard(LoginRules const& rules);
  /// Throws TooMany (429).
  void attempt(std::string const& user, std::string const& address);
  void succeeded(std::string const& user, std::string const& address);

 private:
  std::string account_key(std::string const& user, std::string const& address);
  RateTable accounts_, addresses_;
  std::mutex mutex_;
  std::unordered_set<std::string> known_;  ///< digests of user and address that were right together
};

}  // namespace uws

/// What an operator decides about who may come in, and how often.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "uws/identity/role.hpp"

namespace uws {

enum class Anonymous { all, read, none };  ///< without a name: everything open / no jobs / only the login

struct Rate {
  double per_minute = 0;  ///< in the long run; 0: no limit
  double burst = 1;       ///< at once, after a pause
};

struct RateRules {
  Rate user{}, address{};                  ///< requests of one user, of one address
  Rate jobs_of_user{}, jobs_of_address{};  ///< jobs made by one user; anonymously from one address
  std::vector<std::string> exempt{};       ///< networks whose addresses are not counted
};

struct LoginRules {
  Rate account{2, 10};  ///< failures for one name from strange addresses (also for names that do not exist)
  Rate address{6, 30};  ///< failures from one address
  std::size_t parallel = 2;  ///< password checks at the same time, of 64 MB each
};

/// Single sign-on: a proxy in front (mod_shib, mod_auth_openidc, oauth2-proxy) says who the user is.
struct ProxyRules {
  std::string user_header{};  ///< empty: there is no such proxy
  std::string groups_header{}, name_header{}, email_header{};
  std::string secret_header{"X-Proxy-Secret"}, secret{};
  std::vector<std::string> addresses{};  ///< networks of the proxy; "unix" is the local socket
  bool makes_accounts = true;            ///< for those who come for the first time
  struct RoleOfGroup {
    std::string group;
    Role role;
  };
  std::vector<RoleOfGroup>
      roles{};  ///< the greatest counts; none: astronomer. Empty: the proxy gives no roles
  struct GrantOfGroup {
    std::string group, collection;
    Standing standing;
  };
  std::vector<GrantOfGroup> grants{};
  std::string login_url{}, logout_url{};  ///< where the browser goes to sign in and out
};

struct IdentityRules {
  Anonymous anonymous = Anonymous::all;
  std::chrono::seconds session_idle{8 * 3600}, session_most{7 * 86400};
  int token_days_most = 366;
  std::size_t tokens_per_user = 100;           ///< tokens and sessions that are good
  std::vector<std::string> allowed_origins{};  ///< of web pages that may use a user's login
  LoginRules login{};
  ProxyRules proxy{};
  RateRules rates{};
};

}  // namespace uws

/// Who a request is from.
#pragma once

#include <cstdint>
#include <string>

#include "uws/async/job_policy.hpp"
#include "uws/identity/role.hpp"

namespace uws {

/// How it was shown. Cookies and proxies speak for a browser, whichever page made it send the request.
enum class Means { nothing, password, bearer, session, proxy };

struct Account {
  std::string name{};  ///< empty: anonymous
  Role role = Role::anonymous;
  Means means = Means::nothing;
  std::int64_t token = 0;     ///< number of the bearer token or session, where there is one
  bool stale_cookie = false;  ///< a session was shown that has ended
};

/// What job lists want to know; `address` as limits count it.
User user_of(Account const& account, std::string const& address);

}  // namespace uws

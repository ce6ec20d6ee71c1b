/// Pages of other origins may use the service (Fetch standard, section 3.2).
#pragma once

#include <string>
#include <vector>

#include "uws/http/message.hpp"

namespace uws::http {

struct CorsRules {
  /// Origins ("https://page.org:8080") that may send cookies or be told so: they get their name echoed with
  /// Allow-Credentials. Everyone else gets "*", with which browsers send no cookies.
  std::vector<std::string> allowed_origins{};
};

/// On every answer, errors included.
void add_cors(Request const& request, CorsRules const& rules, Headers& reply);

/// OPTIONS with Access-Control-Request-Method: needs no login and succeeds on every path.
bool is_preflight(Request const& request);
/// Asks `handle` for the methods of the path; if there is no such path, all are allowed, and the request that
/// follows is told so in a way that the page can read.
Response preflight(Request const& request, Handle const& handle);

}  // namespace uws::http

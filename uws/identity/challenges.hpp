/// How a client learns to sign in: WWW-Authenticate (RFC 9110 section 11.6.1; IVOA AuthVO 1.0, WD
/// 2025-05-27).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "uws/http/message.hpp"

namespace uws {

/// Paths of the service that sign a user in.
namespace login_path {
constexpr std::string_view page = "/login";           ///< a cookie for a name and a password
constexpr std::string_view bearer = "/login/bearer";  ///< a token for them
constexpr std::string_view logout = "/logout";
}  // namespace login_path

/// ivoa_cookie, ivoa_bearer, Bearer and Basic, one header each. Browsers are not offered Basic: they would
/// ask in a window of their own, and then send the password with whatever any page makes them send.
std::vector<std::string> challenges(http::Request const& request);
/// Adds them to an answer.
void add_challenges(http::Request const& request, http::Headers& reply);

/// Does a browser ask for a page to show?
bool wants_page(http::Request const& request);

}  // namespace uws

/// Against requests that a page of somebody else makes a user's browser send (CSRF).
#pragma once

#include <string>
#include <vector>

#include "uws/http/message.hpp"
#include "uws/identity/account.hpp"

namespace uws {

/// What the browser says of the page that sent the request (Fetch standard, section 3.2; Fetch Metadata,
/// section 2).
enum class Sender {
  own_page,  ///< one of ours, or of an allowed origin
  stranger,  ///< a page of another origin
  unknown,   ///< nothing is said: no browser, or an old one
};
Sender sender_of(http::Request const& request, std::vector<std::string> const& allowed_origins);

/// Throws http::Refusal (403): the request changes something, and speaks for the user only because the
/// browser adds what it knows (a cookie, the proxy's session), and one of our pages did not send it. Basic
/// is refused where the browser says that a stranger's page sent it without asking by CORS.
void refuse_forged(http::Request const& request, Account const& account,
                   std::vector<std::string> const& allowed_origins);

/// Throws http::Refusal (403) for a login that a stranger's page sends: it would sign the user in as somebody
/// else.
void refuse_foreign_login(http::Request const& request, std::vector<std::string> const& allowed_origins);

/// GET, HEAD and OPTIONS (RFC 9110 section 9.2.1).
bool is_safe(http::Method method);

}  // namespace uws

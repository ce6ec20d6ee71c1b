/// What a request shows of its user: the Authorization header and the cookie of a session.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

/// Is it what new_secret() makes? Anything else need not be looked up.
bool looks_like_secret(std::string_view text);
/// Can the database hold it as a name? UTF-8 without control characters, not too long.
bool is_possible_name(std::string_view name);

/// The values of all cookies of that name, the first few at most (RFC 6265 section 5.4: the one with the
/// longest path comes first).
std::vector<std::string> cookies_named(http::Request const& request, std::string_view name);

/// "__Host-distilld-session" where browsers take it: over https, without a prefix. They then refuse such a
/// cookie from anybody else (draft-ietf-httpbis-rfc6265bis, section 4.1.3).
std::string session_cookie_name(http::Request const& request);
/// The Set-Cookie header that gives a browser the session, or takes it away.
std::string session_cookie(http::Request const& request, std::string_view secret, long long seconds);
std::string no_session_cookie(http::Request const& request);

}  // namespace uws

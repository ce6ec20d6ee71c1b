/// Under which URL the client knows the service.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "uws/http/message.hpp"

namespace uws::http {

struct OriginRules {
  std::string base_url{};  ///< "https://host/prefix": what is configured wins over everything
  std::string prefix{};  ///< "/distiller": taken off the path if it is there; by default the path of base_url
  /// Addresses or networks ("127.0.0.1", "10.0.0.0/8", "::1") whose Forwarded and X-Forwarded-* headers
  /// count.
  std::vector<std::string> trusted_proxies{"127.0.0.0/8", "::1", "unix"};
};

/// Where the service is for this client, and what is asked of it.
struct Target {
  std::string base_url;  ///< without a slash at the end
  std::string path;      ///< below base_url, beginning with a slash, still percent-encoded
  std::string peer;  ///< the client's address: what a trusted proxy says, else the other end of the socket
};

/// `target` is the path of the request line, without query; `peer` the other end of the socket, `scheme` what
/// is spoken with it. Nothing if Host is missing where HTTP/1.1 needs it or is no host name (RFC 9110
/// section 7.2: 400).
std::optional<Target> target_of(Headers const& headers, std::string_view target, std::string_view peer,
                                OriginRules const& rules, std::string_view scheme = "http");

/// "host", "host:port", "[::1]:8080": the characters of RFC 3986 and nothing else.
bool is_host(std::string_view text);

}  // namespace uws::http

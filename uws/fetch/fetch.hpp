/// Fetching a document that a client named, without becoming the client's tool against the inner network.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace uws {

struct FetchRules {
  /// Hosts that may be asked, "host" (ports 80 and 443) or "host:port". An address of the inner network
  /// (loopback, private, link-local; RFC 6890) is refused even behind an allowed name, unless the list names
  /// that address itself or "localhost".
  std::vector<std::string> allowed_hosts{};
  std::size_t max_bytes = 32u << 20;
  std::chrono::seconds timeout{30};
};

/// The body of the answer to GET. At most three redirects, each judged like the first address. Anything but
/// status 200 within the limits throws Failure, naming the URL and the reason.
std::string fetch(std::string const& url, FetchRules const& rules);

/// The host and port of an http(s) URL as the rules see them, or a Failure for any other URL.
struct FetchTarget {
  std::string scheme, host, port;
};
FetchTarget fetch_target(std::string const& url);

/// Whether an address, as text, lies in a network that a stranger must not reach through us.
bool is_inner_address(std::string const& address);

}  // namespace uws

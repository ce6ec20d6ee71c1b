/// Addresses of the other end of a connection.
#pragma once

#include <string>
#include <string_view>

namespace uws::http {

/// Is `address` in `network` ("10.0.0.0/8", "fe80::/10", a single address, or the word "unix" for local
/// sockets)? An IPv4 address written as IPv6 ("::ffff:10.0.0.1") counts as IPv4. False if either cannot be
/// read.
bool in_network(std::string_view address, std::string_view network);

/// Can it be used as a network in a configuration?
bool is_network(std::string_view text);

}  // namespace uws::http

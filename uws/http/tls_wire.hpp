/// TLS between a session and its wire. Internal to TlsContext.
#pragma once

#include <memory>

#include "uws/http/wire.hpp"

struct ssl_ctx_st;

namespace uws::http {

/// The server's side of a TLS connection. Takes its own reference to `context`.
std::unique_ptr<Wire> tls_wire(ssl_ctx_st& context, std::unique_ptr<Wire> plain);

}  // namespace uws::http

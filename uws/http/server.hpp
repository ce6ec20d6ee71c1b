/// The HTTP/1.1 server: connections in, requests to a handler, replies out; with or without TLS.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "uws/http/access_record.hpp"
#include "uws/http/cors.hpp"
#include "uws/http/message.hpp"
#include "uws/http/notices.hpp"
#include "uws/http/origin.hpp"
#include "uws/http/tls_context.hpp"

namespace uws::http {

/// What the server allows; every time is a patience with the other side, not with our handlers.
struct ServerLimits {
  std::size_t connections = 10000;                      ///< more are told 503 and to come back
  std::size_t request_line_bytes = 64 << 10;            ///< 414 beyond
  std::size_t header_bytes = 64 << 10;                  ///< of all header lines together; 431 beyond
  std::size_t header_lines = 200;                       ///< 431 beyond
  std::size_t bodies_in_memory = std::size_t{1} << 30;  ///< of all requests together; 503 beyond
  std::size_t queued_requests = 20000;                  ///< waiting for a worker; 503 beyond
  std::chrono::milliseconds header_time{15000};         ///< from the first byte to the last of a header; 408
  std::chrono::milliseconds idle_time{75000};           ///< between two requests of a connection
  std::chrono::milliseconds body_grace{15000};  ///< a body may take so long, plus its size at body_rate; 408
  std::size_t body_rate = 1024;                 ///< bytes per second, at least
  std::chrono::milliseconds write_time{60000};  ///< without progress in sending
  std::chrono::milliseconds stop_time{10000};   ///< for running requests, when the server stops
};

struct ServerOptions {
  std::string address = "127.0.0.1";  ///< an IPv4 or IPv6 address
  std::uint16_t port = 0;             ///< 0: any free one
  std::string unix_socket{};          ///< a path: listen there too, always without TLS
  std::optional<TlsFiles> tls{};      ///< the port speaks TLS, and TLS only
  std::size_t io_threads = 1;
  std::size_t workers = 16;        ///< requests handled at the same time
  std::size_t stream_workers = 8;  ///< chunks of long answers made at the same time
  ServerLimits limits{};
  OriginRules origin{};  ///< base URL, prefix, trusted proxies
  CorsRules cors{};
  /// The largest body for a method and path (below the prefix); without it 1 MiB everywhere. 413 beyond.
  std::function<std::size_t(Method, std::string_view path)> body_limit{};
  std::function<void(AccessRecord const&)> access{};  ///< after each request, on an I/O thread
  std::function<void(std::string const&)> error{};    ///< what users must not see, with the request's id
  std::string server_name = "distilld";               ///< the Server header
};

/// Listens from construction on, serves in run(). A client that closes its side of the connection before it
/// has its answer counts as gone: its query is called off (Request::abandoned), its stream destroyed, its
/// sleep ended.
class Server {
 public:
  /// Throws engine::Failure if the address cannot be listened on. `notices` must outlive the server.
  Server(ServerOptions options, Handle handle, Notices& notices);
  ~Server();
  Server(Server const&) = delete;
  Server& operator=(Server const&) = delete;

  std::uint16_t port() const;  ///< the real one
  /// Serves until stop(); returns when everything has ended.
  void run();
  /// From any thread (not from a signal handler): accepts nothing more, lets running requests finish within
  /// limits.stop_time, then cuts them.
  void stop();
  std::size_t connections() const;  ///< open now
  /// Reads certificate and key again, for the connections to come. Throws engine::Failure, and then goes on
  /// with those it had. From any thread; nothing to do without TLS.
  void reload_tls();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace uws::http

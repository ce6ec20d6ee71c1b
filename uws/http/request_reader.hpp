/// From the bytes of a connection to one request after the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "uws/http/message.hpp"

namespace uws::http {

struct ReaderLimits {
  std::size_t request_line_bytes = 64 << 10;
  std::size_t header_bytes = 64 << 10;
  std::size_t header_lines = 200;
};

/// As it stood on the wire.
struct RawRequest {
  std::string method{}, target{};
  bool is_http_11 = true;
  bool keep_alive = true;
  bool expects_continue = false;
  bool has_body = false;
  std::optional<std::uint64_t> content_length{};  ///< nothing: no body, or a chunked one
  Headers headers{};
  std::string body{};
};

/// A request that is refused before anyone looks at what it asks for.
struct ReadProblem {
  int status = 400;
  std::string message{};
};

/// Incremental; no input makes it throw or keep more than its limits. What RFC 9112 section 6.3 and 11.2 tell
/// about request smuggling holds: length and transfer coding together, or a coding other than chunked, is an
/// error.
class RequestReader {
 public:
  explicit RequestReader(ReaderLimits limits);
  RequestReader(RequestReader&&) noexcept;
  RequestReader& operator=(RequestReader&&) noexcept;
  ~RequestReader();

  /// header: more bytes are needed for it. body: the header is there, allow_body() must have been called
  /// before feeding on. complete: take(). failed: problem() says why, the connection is lost.
  enum class State { header, body, complete, failed };

  /// Uses up bytes from the front and returns how many; the others must be given again, with more behind
  /// them. Stops at the end of the header and at the end of the request.
  std::size_t feed(std::string_view bytes);
  State state() const;
  RawRequest const& header() const;  ///< from the state body on, without the body
  void allow_body(std::size_t most);
  std::size_t body_bytes() const;  ///< so far
  ReadProblem const& problem() const;

  RawRequest take();  ///< the complete request; the reader begins a new one

 private:
  struct Parser;
  ReaderLimits limits_;
  std::unique_ptr<Parser> parser_;
};

}  // namespace uws::http

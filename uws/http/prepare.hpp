/// From what a handler answers to what goes over the wire.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "uws/http/cors.hpp"
#include "uws/http/message.hpp"

namespace uws::http {

/// Everything about an answer but its framing.
struct Prepared {
  int status = 200;
  Headers headers{};
  std::string body{};                     ///< if there is no source
  std::unique_ptr<BodySource> source{};   ///< pulled while it is sent
  std::optional<std::uint64_t> length{};  ///< of the body; nothing if only its end will tell
  bool send_body = true;                  ///< false: HEAD, 204, 304
};

/// Ranges and conditions of files, compression by Accept-Encoding, CORS, the headers of every answer. May
/// block (files). Throws Refusal if a file cannot be had. Not for WaitReply.
Prepared prepare(Request const& request, Reply reply, CorsRules const& cors);

/// Text, XML, JSON and the like: what gets smaller when compressed.
bool is_compressible(std::string_view content_type);

/// Calls `ask` and never throws: failures become the answers of respond.hpp; anything that users must not see
/// goes to `log`, and they get the request's id as a reference number.
Reply ask_safely(Request const& request, std::function<Reply()> const& ask,
                 std::function<void(std::string const&)> const& log);

/// prepare() that answers its own failures in the same way.
Prepared prepare_safely(Request const& request, Reply reply, CorsRules const& cors,
                        std::function<void(std::string const&)> const& log);

}  // namespace uws::http

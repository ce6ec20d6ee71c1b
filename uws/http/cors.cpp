#include "uws/http/cors.hpp"

#include <algorithm>
#include <exception>

#include "uws/http/respond.hpp"

namespace uws::http {

namespace {

constexpr std::string_view exposed =
    "Location, Content-Disposition, Content-Length, Content-Range, Accept-Ranges, ETag, Last-Modified, "
    "Retry-After, "
    "X-Request-Id, X-VO-Authenticated, WWW-Authenticate";
constexpr std::string_view request_headers =
    "Authorization, Content-Type, X-CSRFToken, X-Requested-With, Range, If-Range, If-None-Match, "
    "If-Modified-Since, "
    "Accept, Cache-Control";

/// Answers differ by Origin, so caches must keep them apart.
void vary_by_origin(Headers& reply) {
  std::string const vary = reply.joined("Vary");
  if (vary.find("Origin") == std::string::npos)
    reply.set("Vary", vary.empty() ? "Origin" : vary + ", Origin");
}

std::string methods_of_path(Request const& request, Handle const& handle) {
  try {
    Reply const reply = handle(request);
    auto const* response = std::get_if<Response>(&reply);
    return response && response->status < 300 ? std::string(response->headers.find("Allow").value_or(""))
                                              : "";
  } catch (std::exception const&) {
    return {};  // a preflight never fails: what is wrong shows when the request itself comes
  }
}

}  // namespace

void add_cors(Request const& request, CorsRules const& rules, Headers& reply) {
  auto const origin = request.headers.find("Origin");
  auto const& known = rules.allowed_origins;
  bool const allowed = origin && std::find(known.begin(), known.end(), *origin) != known.end();
  reply.set("Access-Control-Allow-Origin", allowed ? std::string(*origin) : "*");
  if (allowed) reply.set("Access-Control-Allow-Credentials", "true");
  if (!known.empty()) vary_by_origin(reply);
  reply.set("Access-Control-Expose-Headers", std::string(exposed));
}

bool is_preflight(Request const& request) {
  return request.method == Method::options && request.headers.find("Origin") &&
         request.headers.find("Access-Control-Request-Method");
}

Response preflight(Request const& request, Handle const& handle) {
  std::string const allow = methods_of_path(request, handle);
  Response answer = no_content();
  answer.headers.set("Access-Control-Allow-Methods",
                     allow.empty() ? "GET, HEAD, POST, PUT, DELETE, OPTIONS" : allow);
  answer.headers.set("Access-Control-Allow-Headers", std::string(request_headers));
  answer.headers.set("Access-Control-Max-Age", "86400");
  if (!allow.empty()) answer.headers.set("Allow", allow);
  return answer;
}

}  // namespace uws::http

#include "uws/identity/challenges.hpp"

#include "uws/http/accept.hpp"

namespace uws {
namespace {

std::string ivoa_challenge(http::Request const& request, std::string_view scheme, std::string_view path) {
  return std::string(scheme) + " standard_id=\"ivo://ivoa.net/sso#tls-with-password\", access_url=\"" +
         request.base_url + std::string(path) + "\"";
}

}  // namespace

std::vector<std::string> challenges(http::Request const& request) {
  std::vector<std::string> all{ivoa_challenge(request, "ivoa_cookie", login_path::page),
                               ivoa_challenge(request, "ivoa_bearer", login_path::bearer),
                               "Bearer realm=\"Distiller\""};
  if (!request.headers.find("Sec-Fetch-Mode"))
    all.emplace_back("Basic realm=\"Distiller\", charset=\"UTF-8\"");
  return all;
}

void add_challenges(http::Request const& request, http::Headers& reply) {
  for (auto& challenge : challenges(request)) reply.add("WWW-Authenticate", std::move(challenge));
}

bool wants_page(http::Request const& request) {
  static std::vector<std::string> const offers{"text/plain", "application/json", "text/html"};
  return http::preferred_type(request.headers, offers) == "text/html";
}

}  // namespace uws

#include "uws/identity/same_origin.hpp"

#include <algorithm>

#include "engine/base/expects.hpp"
#include "engine/base/text.hpp"
#include "uws/http/respond.hpp"

namespace uws {
namespace {

/// "https://host:8443" of "https://host:8443/prefix".
std::string_view origin_of(std::string_view url) {
  auto const scheme = url.find("://");
  if (scheme == url.npos) return url;
  return url.substr(0, std::min(url.find('/', scheme + 3), url.size()));
}

bool says(http::Request const& request, std::string_view header, std::string_view value) {
  auto const found = request.headers.find(header);
  return found && engine::same_word(*found, value);
}

[[noreturn]] void refuse(std::string const& what, http::Request const& request) {
  throw http::Refusal(403,
                      what + " - send it from a page of " + std::string(origin_of(request.base_url)) +
                          ", or with 'Authorization: Bearer <token>' (an operator may name further pages in "
                          "allowed_origins, or set base_url if that is not the address in your browser)");
}

}  // namespace

bool is_safe(http::Method method) {
  switch (method) {
    case http::Method::get:
    case http::Method::head:
    case http::Method::options: return true;
    case http::Method::post:
    case http::Method::put:
    case http::Method::delete_: return false;
  }
  EXPECTS(false && "method out of range");
  return false;
}

Sender sender_of(http::Request const& request, std::vector<std::string> const& allowed) {
  auto const origin = request.headers.find("Origin");
  if (origin) {
    bool const ours = engine::same_word(*origin, origin_of(request.base_url));
    if (ours || std::find(allowed.begin(), allowed.end(), *origin) != allowed.end()) return Sender::own_page;
  }
  // Only browsers write this header, pages cannot.
  if (auto const site = request.headers.find("Sec-Fetch-Site"))
    return engine::same_word(*site, "same-origin") ? Sender::own_page : Sender::stranger;
  return origin ? Sender::stranger : Sender::unknown;
}

void refuse_forged(http::Request const& request, Account const& account,
                   std::vector<std::string> const& allowed) {
  if (is_safe(request.method)) return;
  switch (account.means) {
    case Means::nothing:
    case Means::bearer: return;
    case Means::password:
      if (sender_of(request, allowed) == Sender::stranger && request.headers.find("Sec-Fetch-Mode") &&
          !says(request, "Sec-Fetch-Mode", "cors"))
        refuse("a page of another site sent this in your name, so it was not done", request);
      return;
    case Means::session:
    case Means::proxy:
      if (sender_of(request, allowed) == Sender::own_page) return;
      refuse(
          "this was sent with a login cookie only, and nothing says that a page of this service sent it, so "
          "it was not done",
          request);
  }
}

void refuse_foreign_login(http::Request const& request, std::vector<std::string> const& allowed) {
  if (sender_of(request, allowed) == Sender::stranger)
    refuse("a page of another site sent this login, so it was not done", request);
}

}  // namespace uws

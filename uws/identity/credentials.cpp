#include "uws/identity/credentials.hpp"

#include <algorithm>

#include "catalog/table/base64.hpp"
#include "engine/base/text.hpp"
#include "uws/http/percent.hpp"
#include "uws/http/respond.hpp"

namespace uws {
namespace {

constexpr std::size_t secret_length = 43;  // 256 bits in base64
constexpr std::size_t longest_name = 255;
constexpr std::size_t most_cookies = 4;

[[noreturn]] void unreadable() {
  throw http::Refusal(400, "the Authorization header cannot be read - send Basic or Bearer, or leave it out");
}

bool is_secure(http::Request const& request) { return request.base_url.starts_with("https://"); }

/// "/distiller" of "https://host/distiller"; "/" where there is none.
std::string path_of_base(http::Request const& request) {
  auto const scheme = request.base_url.find("://");
  auto const slash = request.base_url.find('/', scheme == std::string::npos ? 0 : scheme + 3);
  return slash == std::string::npos ? "/" : request.base_url.substr(slash);
}

}  // namespace

std::optional<Credentials> credentials_of(http::Request const& request) {
  auto const header = request.headers.find("Authorization");
  if (!header) return std::nullopt;
  auto const text = engine::trimmed(*header);
  auto const blank = text.find(' ');
  if (blank == text.npos) unreadable();
  auto const scheme = text.substr(0, blank);
  auto const value = engine::trimmed(text.substr(blank));
  if (engine::same_word(scheme, "Bearer")) return Credentials{"", std::string(value), true};
  if (!engine::same_word(scheme, "Basic")) unreadable();
  catalog::Base64Decoder decoder;
  std::string pair;
  if (!decoder.decode(pair, value) || !decoder.complete()) unreadable();
  auto const colon = pair.find(':');
  if (colon == pair.npos) unreadable();
  Credentials credentials{pair.substr(0, colon), pair.substr(colon + 1)};
  if (credentials.user.empty() && credentials.secret.empty()) return std::nullopt;
  return credentials;
}

bool looks_like_secret(std::string_view text) {
  return text.size() == secret_length && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                  c == '_';
         });
}

bool is_possible_name(std::string_view name) {
  return !name.empty() && name.size() <= longest_name && http::is_utf8(name) &&
         std::ranges::none_of(name, [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; });
}

std::vector<std::string> cookies_named(http::Request const& request, std::string_view name) {
  std::vector<std::string> values;
  for (auto const& [header, text] : request.headers.all()) {
    if (!engine::same_word(header, "Cookie")) continue;
    for (auto const& pair : engine::split(text, ';')) {
      auto const equals = std::min(pair.find('='), pair.size());
      if (std::string_view(pair).substr(0, equals) != name || values.size() == most_cookies) continue;
      values.push_back(pair.substr(std::min(equals + 1, pair.size())));
    }
  }
  return values;
}

std::string session_cookie_name(http::Request const& request) {
  std::string const name = "distilld-session";
  if (!is_secure(request)) return name;
  return (path_of_base(request) == "/" ? "__Host-" : "__Secure-") + name;
}

std::string session_cookie(http::Request const& request, std::string_view secret, long long seconds) {
  auto const secure = std::string(is_secure(request) ? "; Secure" : "");
  return session_cookie_name(request) + "=" + std::string(secret) + "; Path=" + path_of_base(request) +
         "; Max-Age=" + std::to_string(seconds) + "; HttpOnly; SameSite=Lax" + secure;
}

std::string no_session_cookie(http::Request const& request) { return session_cookie(request, "", 0); }

}  // namespace uws

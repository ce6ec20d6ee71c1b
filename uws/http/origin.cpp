#include "uws/http/origin.hpp"

#include <algorithm>

#include "engine/base/text.hpp"
#include "uws/http/network.hpp"

namespace uws::http {

namespace {

/// What proxies in front said, the one nearest to the client first.
struct Forwarding {
  std::string scheme{}, host{}, prefix{}, client{};
};

std::string first_of_list(std::string const& list) {
  return std::string(engine::trimmed(std::string_view(list).substr(0, list.find(','))));
}

std::string without_quotes(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  return std::string(text);
}

/// "[2001:db8::1]:4711" and "192.0.2.1:80" without port and brackets.
std::string address_without_port(std::string_view node) {
  if (node.starts_with('[')) return std::string(node.substr(1, node.find(']') - 1));
  bool const one_colon = std::count(node.begin(), node.end(), ':') == 1;
  return std::string(one_colon ? node.substr(0, node.find(':')) : node);
}

/// RFC 7239.
void read_forwarded(std::string const& element, Forwarding& into) {
  for (std::string const& pair : engine::split(element, ';')) {
    std::size_t const equals = std::min(pair.find('='), pair.size());
    std::string const name = engine::lower(pair.substr(0, equals));
    std::string const value =
        without_quotes(std::string_view(pair).substr(std::min(equals + 1, pair.size())));
    if (name == "proto") into.scheme = value;
    if (name == "host") into.host = value;
    if (name == "for") into.client = address_without_port(value);
  }
}

/// The client is the last address of the chain that is no proxy of ours: what stands before it anyone may
/// have written.
std::string client_of(std::string const& chain, std::vector<std::string> const& trusted) {
  std::vector<std::string> const hops = engine::split(chain, ',');
  for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
    std::string const address = address_without_port(*hop);
    bool const ours = std::any_of(trusted.begin(), trusted.end(),
                                  [&](std::string const& network) { return in_network(address, network); });
    if (!ours || std::next(hop) == hops.rend()) return address;
  }
  return {};
}

Forwarding forwarding_of(Headers const& headers, std::vector<std::string> const& trusted) {
  Forwarding found;
  if (headers.find("Forwarded")) read_forwarded(first_of_list(headers.joined("Forwarded")), found);
  auto const take = [&](std::string_view name, std::string& into) {
    if (headers.find(name)) into = first_of_list(headers.joined(name));
  };
  take("X-Forwarded-Proto", found.scheme);
  take("X-Forwarded-Host", found.host);
  take("X-Forwarded-Prefix", found.prefix);
  if (headers.find("X-Forwarded-For")) found.client = client_of(headers.joined("X-Forwarded-For"), trusted);
  return found;
}

bool is_prefix(std::string_view text) {
  bool const plain = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("/-._~%").find(c) != std::string_view::npos;
  });
  return plain && text.starts_with('/') && !text.starts_with("//") &&
         text.find("..") == std::string_view::npos;
}

std::string without_end_slashes(std::string_view text) {
  while (text.ends_with('/')) text.remove_suffix(1);
  return std::string(text);
}

/// "/prefix" of "https://host/prefix".
std::string path_of_url(std::string_view url) {
  std::size_t const scheme = url.find("://");
  std::size_t const start = url.find('/', scheme == std::string_view::npos ? 0 : scheme + 3);
  return start == std::string_view::npos ? std::string() : std::string(url.substr(start));
}

std::string path_below(std::string_view prefix, std::string_view path) {
  if (prefix.empty() || !path.starts_with(prefix)) return std::string(path);
  std::string_view const below = path.substr(prefix.size());
  if (below.empty()) return "/";
  return std::string(below.front() == '/' ? below : path);
}

/// "http://host/path" as a request line's target (RFC 9112 section 3.2.2): its own host wins over the Host
/// header.
struct AbsoluteForm {
  std::string_view host{}, path;
};
AbsoluteForm absolute_form(std::string_view target) {
  std::size_t const scheme = target.starts_with("http://") ? 7 : target.starts_with("https://") ? 8 : 0;
  if (scheme == 0) return {.path = target};
  std::size_t const slash = std::min(target.find('/', scheme), target.size());
  std::string_view const path = target.substr(slash);
  return {.host = target.substr(scheme, slash - scheme), .path = path.empty() ? "/" : path};
}

}  // namespace

bool is_host(std::string_view text) {
  if (text.empty() || text.size() > 262) return false;
  std::string_view host = text, port;
  if (text.front() == '[') {
    std::size_t const end = text.find(']');
    if (end == std::string_view::npos || !is_network(text.substr(1, end - 1))) return false;
    host = {};
    port = text.substr(end + 1);
    if (!port.empty() && port.front() != ':') return false;
    if (!port.empty()) port.remove_prefix(1);
  } else if (std::size_t const colon = text.find(':'); colon != std::string_view::npos) {
    host = text.substr(0, colon);
    port = text.substr(colon + 1);
    if (host.empty()) return false;
  }
  bool const name = std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_';
  });
  bool const digits = std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
  return name && digits && port.size() <= 5;
}

std::optional<Target> target_of(Headers const& headers, std::string_view target, std::string_view peer,
                                OriginRules const& rules, std::string_view spoken) {
  AbsoluteForm const asked = absolute_form(target);
  bool const believed = std::any_of(rules.trusted_proxies.begin(), rules.trusted_proxies.end(),
                                    [&](std::string const& network) { return in_network(peer, network); });
  Forwarding const proxy = believed ? forwarding_of(headers, rules.trusted_proxies) : Forwarding{};

  std::string host(asked.host.empty() ? headers.find("Host").value_or("") : asked.host);
  if (!host.empty() && !is_host(host)) return std::nullopt;
  if (is_host(proxy.host)) host = proxy.host;
  bool const secure = engine::same_word(proxy.scheme.empty() ? spoken : proxy.scheme, "https");

  std::string prefix = without_end_slashes(rules.prefix.empty() ? path_of_url(rules.base_url) : rules.prefix);
  if (prefix.empty() && is_prefix(proxy.prefix)) prefix = without_end_slashes(proxy.prefix);

  Target found{.base_url = without_end_slashes(rules.base_url),
               .path = path_below(prefix, asked.path),
               .peer = is_network(proxy.client) ? proxy.client : std::string(peer)};
  if (!found.base_url.empty()) return found;
  if (host.empty()) return std::nullopt;
  found.base_url = std::string(secure ? "https" : "http") + "://" + host + prefix;
  return found;
}

}  // namespace uws::http

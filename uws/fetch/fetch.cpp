#include "uws/fetch/fetch.hpp"

#include <algorithm>
#include <memory>

#include <arpa/inet.h>
#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace uws {
namespace {

using engine::Failure;
using engine::Fault;

struct CurlClose {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct UrlClose {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

std::string part_of(CURLU* url, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return "";
  std::string copy = text;
  curl_free(text);
  return copy;
}

struct Transfer {
  FetchRules const& rules;
  bool inner_is_allowed = false;
  std::string refused_address{};
  std::string body{};
  bool too_large = false;
};

std::string address_of(sockaddr const& address) {
  char text[INET6_ADDRSTRLEN] = "";
  // The two casts of the sockets interface, to the type its family field names.
  if (address.sa_family == AF_INET)
    inet_ntop(AF_INET, &reinterpret_cast<sockaddr_in const&>(address).sin_addr, text, sizeof text);
  else if (address.sa_family == AF_INET6)
    inet_ntop(AF_INET6, &reinterpret_cast<sockaddr_in6 const&>(address).sin6_addr, text, sizeof text);
  return text;
}

// Asked for the very address that will be connected to: a name that resolves otherwise the second time gains
// nothing.
curl_socket_t open_socket(void* user, curlsocktype, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(user);
  auto const text = address_of(address->addr);
  if (!transfer.inner_is_allowed && is_inner_address(text)) {
    transfer.refused_address = text;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype, address->protocol);
}

std::size_t take_body(char* data, std::size_t size, std::size_t n, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  if (transfer.body.size() + size * n > transfer.rules.max_bytes) {
    transfer.too_large = true;
    return 0;
  }
  transfer.body.append(data, size * n);
  return size * n;
}

[[noreturn]] void refuse(std::string const& url, std::string const& reason,
                         Fault fault = Fault::bad_request) {
  throw Failure(fault,
                "cannot fetch: " + url + " (" + reason + ") - send the table inline with param: instead");
}

void check_host(std::string const& url, FetchTarget const& target, FetchRules const& rules) {
  auto const standard_port = target.port == "80" || target.port == "443";
  bool const allowed =
      std::any_of(rules.allowed_hosts.begin(), rules.allowed_hosts.end(), [&](auto const& host) {
        return engine::same_word(host, target.host + ":" + target.port) ||
               (standard_port && engine::same_word(host, target.host));
      });
  if (!allowed) refuse(url, "this service fetches only from hosts its operator has listed");
}

bool names_inner_address(FetchTarget const& target) {
  in_addr four{};
  in6_addr six{};
  return engine::same_word(target.host, "localhost") || inet_pton(AF_INET, target.host.c_str(), &four) == 1 ||
         inet_pton(AF_INET6, target.host.c_str(), &six) == 1;
}

template <class Value>
void set(CURL* handle, CURLoption option, Value value) {
  if (curl_easy_setopt(handle, option, value) != CURLE_OK)
    throw Failure(Fault::internal, "libcurl refused an option");
}

/// The next address where the answer is a redirect, else empty with the body in `transfer`.
std::string get_once(std::string const& url, Transfer& transfer) {
  std::unique_ptr<CURL, CurlClose> const handle(curl_easy_init());
  if (!handle) throw Failure(Fault::internal, "libcurl could not be started");
  set(handle.get(), CURLOPT_URL, url.c_str());
  set(handle.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  set(handle.get(), CURLOPT_FOLLOWLOCATION, 0L);
  set(handle.get(), CURLOPT_NOSIGNAL, 1L);
  set(handle.get(), CURLOPT_NOPROXY, "*");
  set(handle.get(), CURLOPT_TIMEOUT, static_cast<long>(transfer.rules.timeout.count()));
  set(handle.get(), CURLOPT_USERAGENT, "distilld");
  set(handle.get(), CURLOPT_OPENSOCKETFUNCTION, open_socket);
  set(handle.get(), CURLOPT_OPENSOCKETDATA, &transfer);
  set(handle.get(), CURLOPT_WRITEFUNCTION, take_body);
  set(handle.get(), CURLOPT_WRITEDATA, &transfer);
  auto const outcome = curl_easy_perform(handle.get());
  if (!transfer.refused_address.empty())
    refuse(url, "it leads to " + transfer.refused_address + ", an address of an inner network");
  if (transfer.too_large)
    refuse(url, "it is longer than " + std::to_string(transfer.rules.max_bytes) + " bytes");
  if (outcome != CURLE_OK) refuse(url, curl_easy_strerror(outcome), Fault::missing_resource);
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  char* next = nullptr;
  curl_easy_getinfo(handle.get(), CURLINFO_REDIRECT_URL, &next);
  if (status >= 300 && status < 400 && next) return next;
  if (status != 200)
    refuse(url, "the host answered with status " + std::to_string(status), Fault::missing_resource);
  return "";
}

}  // namespace

FetchTarget fetch_target(std::string const& url) {
  std::unique_ptr<CURLU, UrlClose> const parsed(curl_url());
  if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK)
    refuse(url, "this is no URL");
  FetchTarget target{part_of(parsed.get(), CURLUPART_SCHEME), part_of(parsed.get(), CURLUPART_HOST),
                     part_of(parsed.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT)};
  if (target.scheme != "http" && target.scheme != "https") refuse(url, "only http and https are fetched");
  if (!part_of(parsed.get(), CURLUPART_USER).empty())
    refuse(url, "an address with a user name is not fetched");
  if (target.host.starts_with('[') && target.host.ends_with(']'))
    target.host = target.host.substr(1, target.host.size() - 2);
  return target;
}

std::string fetch(std::string const& url, FetchRules const& rules) {
  std::string next = url;
  for (int hop = 0; hop <= 3; ++hop) {
    auto const target = fetch_target(next);
    check_host(next, target, rules);
    Transfer transfer{rules, names_inner_address(target)};
    auto const here = next;
    next = get_once(here, transfer);
    if (next.empty()) return std::move(transfer.body);
  }
  refuse(url, "more than three redirects");
}

}  // namespace uws

#include "uws/daemon/config_rules.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "uws/http/network.hpp"
#include "uws/http/origin.hpp"

namespace uws::rules {

namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool consists_of(std::string_view text, std::string_view others) {
  return std::all_of(text.begin(), text.end(), [others](char c) {
    return is_letter_or_digit(c) || others.find(c) != std::string_view::npos;
  });
}

/// What stands behind "http(s)://", or nothing.
std::optional<std::string_view> behind_scheme(std::string_view url) {
  if (url.starts_with("http://")) return url.substr(7);
  if (url.starts_with("https://")) return url.substr(8);
  return std::nullopt;
}

template <class Test>
Trouble each(std::vector<std::string> const& values, Test test, std::string const& must) {
  auto const bad = std::find_if_not(values.begin(), values.end(), test);
  return bad == values.end() ? Trouble{} : Trouble("has '" + *bad + "', which is no " + must);
}

}  // namespace

Trouble positive(std::uint64_t value) { return value > 0 ? Trouble{} : Trouble("must be above zero"); }
Trouble positive(Bytes value) { return positive(value.count); }
Trouble positive(std::chrono::seconds value) {
  return value.count() > 0 ? Trouble{} : Trouble("must be above zero");
}

Trouble url_or_none(std::string const& value) {
  if (value.empty()) return std::nullopt;
  constexpr char const* must = "must be a URL such as 'https://host:port/path', without '?' and '#'";
  auto const rest = behind_scheme(value);
  if (!rest) return must;
  std::size_t const slash = std::min(rest->find('/'), rest->size());
  bool const valid = http::is_host(rest->substr(0, slash)) && consists_of(rest->substr(slash), "/-._~%");
  return valid ? Trouble{} : Trouble(must);
}

Trouble url_prefix(std::string const& value) {
  if (value.empty()) return std::nullopt;
  bool const valid = value.front() == '/' && value.back() != '/' && consists_of(value, "/-._~") &&
                     value.find("//") == std::string::npos && value.find("..") == std::string::npos;
  return valid ? Trouble{} : Trouble("must be a path such as '/distiller', without a slash at its end");
}

Trouble numeric_address(std::string const& value) {
  bool const valid = value != "unix" && value.find('/') == std::string::npos && http::is_network(value);
  return valid ? Trouble{} : Trouble("must be a numeric address such as 127.0.0.1 or ::1");
}

Trouble networks(std::vector<std::string> const& values) {
  return each(
      values, [](std::string const& v) { return http::is_network(v); },
      "address or network such as 127.0.0.1 or 10.0.0.0/8");
}

Trouble origins(std::vector<std::string> const& values) {
  auto const is_origin = [](std::string const& value) {
    auto const host = behind_scheme(value);
    return host && http::is_host(*host);
  };
  return each(values, is_origin, "origin such as https://page.org:8080 (without a path)");
}

Trouble hosts(std::vector<std::string> const& values) {
  return each(
      values, [](std::string const& v) { return http::is_host(v); }, "host or host:port");
}

Trouble folders(std::vector<std::string> const& values) {
  return each(
      values, [](std::string const& v) { return v.starts_with('/'); }, "absolute path");
}

Trouble authority(std::string const& value) {
  bool const valid =
      value.size() >= 3 && is_letter_or_digit(value.front()) && consists_of(value, "-_.!~*'()+=");
  return valid ? Trouble{} : Trouble("must be an IVOA authority: three characters or more, like a host name");
}

Trouble role_name(std::string const& value) {
  bool const valid = !value.empty() && value.size() <= 63 &&
                     !(value.front() >= '0' && value.front() <= '9') && consists_of(value, "_");
  return valid ? Trouble{} : Trouble("must be a plain name of letters, digits and '_'");
}

}  // namespace uws::rules

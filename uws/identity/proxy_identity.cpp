#include "uws/identity/proxy_identity.hpp"

#include <algorithm>
#include <array>

#include "engine/base/text.hpp"
#include "uws/http/network.hpp"
#include "uws/http/percent.hpp"
#include "uws/http/respond.hpp"
#include "uws/identity/credentials.hpp"
#include "uws/identity/password.hpp"

namespace uws {
namespace {

/// Digests of a secret key make the time of the comparison say nothing about the texts.
bool same_secret(std::string_view a, std::string_view b) { return memory_digest(a) == memory_digest(b); }

std::size_t count_of(http::Request const& request, std::string const& name) {
  auto const& all = request.headers.all();
  return static_cast<std::size_t>(std::count_if(
      all.begin(), all.end(), [&](auto const& header) { return engine::same_word(header.first, name); }));
}

std::string value_of(http::Request const& request, std::string const& name) {
  if (name.empty()) return {};
  return std::string(engine::trimmed(request.headers.find(name).value_or("")));
}

/// The first of the proxy's headers that the request has.
std::optional<std::string> proxy_header_in(http::Request const& request, ProxyRules const& rules) {
  for (auto const* name : {&rules.user_header, &rules.groups_header, &rules.name_header, &rules.email_header,
                           &rules.secret_header})
    if (!name->empty() && count_of(request, *name) > 0) return *name;
  return std::nullopt;
}

bool comes_from_proxy(http::Request const& request, ProxyRules const& rules) {
  bool const near = std::ranges::any_of(rules.addresses, [&](std::string const& network) {
    return http::in_network(request.neighbour, network);
  });
  bool const knows =
      !rules.secret.empty() && same_secret(value_of(request, rules.secret_header), rules.secret);
  return near && knows;
}

/// Texts of the proxy go into the database; what it cannot hold is left out.
std::string storable(std::string text) {
  return text.size() <= 500 && http::is_utf8(text) && text.find('\0') == text.npos ? text : std::string();
}

}  // namespace

std::vector<std::string> groups_in(std::string_view text) {
  std::vector<std::string> groups;
  std::string commas(text);
  std::replace(commas.begin(), commas.end(), ';', ',');
  for (auto& group : engine::split(commas, ','))
    if (!group.empty()) groups.push_back(std::move(group));
  return groups;
}

std::optional<Role> role_of_groups(std::vector<std::string> const& groups, ProxyRules const& rules) {
  if (rules.roles.empty()) return std::nullopt;
  Role greatest = Role::astronomer;
  for (auto const& [group, role] : rules.roles)
    if (std::find(groups.begin(), groups.end(), group) != groups.end()) greatest = std::max(greatest, role);
  return greatest;
}

std::optional<ProxyClaim> proxy_claim(http::Request const& request, ProxyRules const& rules) {
  if (rules.user_header.empty()) return std::nullopt;
  auto const header = proxy_header_in(request, rules);
  if (!header) return std::nullopt;
  if (!comes_from_proxy(request, rules))
    throw http::Refusal(403,
                        "the header " + *header +
                            " is taken from the sign-on proxy of this service only - leave it out, or sign "
                            "in through the proxy");
  for (auto const* name : {&rules.user_header, &rules.groups_header, &rules.name_header, &rules.email_header})
    if (!name->empty() && count_of(request, *name) > 1)
      throw http::Refusal(403,
                          "the header " + *name +
                              " came twice: the sign-on proxy must replace what clients send, not add to it");
  ProxyClaim claim{.user = value_of(request, rules.user_header)};
  if (claim.user.empty() || claim.user == "(null)") return std::nullopt;
  if (!is_possible_name(claim.user) || claim.user == "anonymous" || claim.user.find(':') != claim.user.npos)
    throw http::Refusal(403, "the name that the sign-on proxy gives cannot be a user's name here");
  claim.name = storable(value_of(request, rules.name_header));
  claim.email = storable(value_of(request, rules.email_header));
  claim.groups = groups_in(value_of(request, rules.groups_header));
  return claim;
}

}  // namespace uws

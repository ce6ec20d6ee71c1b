#include "uws/daemon/identity_settings.hpp"

#include <algorithm>

namespace uws {
namespace {

/// A page of ours takes a dozen requests at once, a program some hundreds.
constexpr double part_at_once = 0.25, least_at_once = 20;

Rate rate(std::uint64_t per_minute) {
  auto const rate = static_cast<double>(per_minute);
  return {rate, std::max(least_at_once, rate * part_at_once)};
}

Anonymous anonymous_of(std::string const& word) {
  if (word == "none") return Anonymous::none;
  return word == "read" ? Anonymous::read : Anonymous::all;
}

/// The setting's rule has seen to it that the text is "group=value".
std::pair<std::string, std::string> parts(std::string const& text, char separator) {
  auto const place = std::min(text.rfind(separator), text.size());
  return {text.substr(0, place), text.substr(std::min(place + 1, text.size()))};
}

ProxyRules proxy_rules(ProxyConfig const& config) {
  ProxyRules rules{.user_header = config.user_header,
                   .groups_header = config.groups_header,
                   .name_header = config.name_header,
                   .email_header = config.email_header,
                   .secret_header = config.secret_header,
                   .secret = config.secret,
                   .addresses = config.addresses,
                   .makes_accounts = config.makes_accounts,
                   .login_url = config.login_url,
                   .logout_url = config.logout_url};
  for (auto const& text : config.roles) {
    auto const [group, role] = parts(text, '=');
    rules.roles.push_back({group, role_of(role).value_or(Role::astronomer)});
  }
  for (auto const& text : config.collections) {
    auto const [group, grant] = parts(text, '=');
    auto const [collection, standing] = parts(grant, ':');
    rules.grants.push_back({group, collection, standing_of(standing).value_or(Standing::reader)});
  }
  return rules;
}

LoginRules login_rules(IdentityConfig const& config) {
  auto const failures = static_cast<double>(config.login_failures);
  return {.account = {2, failures}, .address = {6, 3 * failures}, .parallel = config.password_checks};
}

}  // namespace

IdentityRules identity_rules(Config const& config) {
  auto const& identity = config.identity;
  return {.anonymous = anonymous_of(identity.anonymous),
          .session_idle = identity.session_idle,
          .session_most = identity.session_time,
          .token_days_most = static_cast<int>(std::min<std::uint64_t>(identity.token_days, 36500)),
          .tokens_per_user = identity.tokens_per_user,
          .allowed_origins = config.allowed_origins,
          .login = login_rules(identity),
          .proxy = proxy_rules(identity.proxy),
          .rates = {.user = rate(config.rates.user),
                    .address = rate(config.rates.address),
                    .jobs_of_user = rate(config.rates.jobs_of_user),
                    .jobs_of_address = rate(config.rates.jobs_of_address),
                    .exempt = config.rates.exempt}};
}

}  // namespace uws

// The settings of who may come in: TLS, sessions, tokens, single sign-on, rates.
#include "uws/daemon/config_setting.hpp"

namespace uws {
namespace {

void add_tls(std::vector<Setting>& s) {
  s.push_back(setting(
      "listen.tls.certificate",
      "PEM file of the certificate, with those that lead to the root behind it. With it the port speaks "
      "HTTPS only; "
      "read again on SIGHUP.",
      [](Config & c) -> auto& { return c.listen.certificate; }));
  s.push_back(setting(
      "listen.tls.key", "PEM file of the key, without a password. Empty: in the file of the certificate.",
      [](Config & c) -> auto& { return c.listen.key; }));
}

void add_users(std::vector<Setting>& s) {
  s.push_back(setting(
      "identity.anonymous", "What is open without a name: all, read (no jobs) or none (sign in first).",
      [](Config & c) -> auto& { return c.identity.anonymous; }, rules::anonymous_use));
  s.push_back(setting(
      "identity.session_idle", "A browser's login ends after this time without a request.",
      [](Config & c) -> auto& { return c.identity.session_idle; }, positive));
  s.push_back(setting(
      "identity.session_time", "A browser's login ends after this time in any case.",
      [](Config & c) -> auto& { return c.identity.session_time; }, positive));
  s.push_back(setting(
      "identity.token_days", "Longest life of a token that users make.",
      [](Config & c) -> auto& { return c.identity.token_days; }, positive));
  s.push_back(setting(
      "identity.tokens_per_user", "Tokens and sessions of one user at the same time.",
      [](Config & c) -> auto& { return c.identity.tokens_per_user; }, positive));
  s.push_back(setting(
      "identity.login_failures",
      "Wrong passwords for one account from strange addresses before it gets slow (two more per minute); "
      "three "
      "times as many from one address.",
      [](Config & c) -> auto& { return c.identity.login_failures; }, positive));
  s.push_back(setting(
      "identity.password_checks", "Passwords checked at the same time, each with 64 MB of memory.",
      [](Config & c) -> auto& { return c.identity.password_checks; }, positive));
  s.push_back(setting(
      "identity.audit_time", "Entries of the audit log are kept for this long; 0: for ever.",
      [](Config & c) -> auto& { return c.identity.audit_time; }));
}

void add_proxy(std::vector<Setting>& s) {
  auto const header = [&s](std::string_view key, std::string_view help, auto at) {
    s.push_back(setting(key, help, at, rules::header_name));
  };
  header(
      "identity.proxy.user_header",
      "Header in which a sign-on proxy (SAML, OpenID Connect) names the user. Empty: there is none.",
      [](Config & c) -> auto& { return c.identity.proxy.user_header; });
  header(
      "identity.proxy.groups_header", "Header with the user's groups, separated by commas or semicolons.",
      [](Config & c) -> auto& { return c.identity.proxy.groups_header; });
  header(
      "identity.proxy.name_header", "Header with the name to greet with.",
      [](Config & c) -> auto& { return c.identity.proxy.name_header; });
  header(
      "identity.proxy.email_header", "Header with the user's address.",
      [](Config & c) -> auto& { return c.identity.proxy.email_header; });
  header(
      "identity.proxy.secret_header", "Header in which the proxy shows the shared secret.",
      [](Config & c) -> auto& { return c.identity.proxy.secret_header; });
  s.push_back(setting(
      "identity.proxy.secret", "The secret that the proxy and the service share.",
      [](Config & c) -> auto& { return c.identity.proxy.secret; }, rules::shared_secret));
  s.back().secret = true;
  s.push_back(setting(
      "identity.proxy.addresses",
      "Addresses or networks of the proxy; 'unix' is the local socket. Its headers from anywhere else are "
      "refused.",
      [](Config & c) -> auto& { return c.identity.proxy.addresses; }, rules::networks));
  s.push_back(setting(
      "identity.proxy.makes_accounts", "Whether users of the sign-on get an account when they first come.",
      [](Config & c) -> auto& { return c.identity.proxy.makes_accounts; }));
  s.push_back(setting(
      "identity.proxy.roles", "Roles of groups: group=role. Empty: roles are given by hand.",
      [](Config & c) -> auto& { return c.identity.proxy.roles; }, rules::group_roles));
  s.push_back(setting(
      "identity.proxy.collections", "Rights of groups on collections: group=collection:right.",
      [](Config & c) -> auto& { return c.identity.proxy.collections; }, rules::group_grants));
  s.push_back(setting(
      "identity.proxy.login_url", "Where a browser signs in with the sign-on.",
      [](Config & c) -> auto& { return c.identity.proxy.login_url; }, rules::url_with_query_or_none));
  s.push_back(setting(
      "identity.proxy.logout_url", "Where a browser signs out of it.",
      [](Config & c) -> auto& { return c.identity.proxy.logout_url; }, rules::url_with_query_or_none));
}

void add_rates(std::vector<Setting>& s) {
  s.push_back(setting(
      "rates.user",
      "Requests of one user per minute; 0: any number. A quarter of a minute's may come at once.",
      [](Config & c) -> auto& { return c.rates.user; }));
  s.push_back(setting(
      "rates.address", "The same for one address (a /64 of IPv6), known users included.",
      [](Config & c) -> auto& { return c.rates.address; }));
  s.push_back(setting(
      "rates.jobs_of_user", "New jobs of one user per minute.",
      [](Config & c) -> auto& { return c.rates.jobs_of_user; }));
  s.push_back(setting(
      "rates.jobs_of_address", "New jobs from one address without a name per minute.",
      [](Config & c) -> auto& { return c.rates.jobs_of_address; }));
  s.push_back(setting(
      "rates.exempt", "Addresses or networks that are not counted.",
      [](Config & c) -> auto& { return c.rates.exempt; }, rules::networks));
}

}  // namespace

void add_identity_settings(std::vector<Setting>& into) {
  add_tls(into);
  add_users(into);
  add_proxy(into);
  add_rates(into);
}

std::vector<std::string> identity_contradictions(Config const& c) {
  std::vector<std::string> found;
  auto const& proxy = c.identity.proxy;
  if (!proxy.user_header.empty() && (proxy.secret.empty() || proxy.addresses.empty()))
    found.push_back(
        "identity.proxy.user_header needs identity.proxy.secret and identity.proxy.addresses: else everybody "
        "could "
        "be anybody");
  if (c.listen.certificate.empty() && !c.listen.key.empty())
    found.push_back("listen.tls.key is given without listen.tls.certificate");
  if (c.identity.session_idle > c.identity.session_time)
    found.push_back("identity.session_idle is larger than identity.session_time");
  return found;
}

}  // namespace uws

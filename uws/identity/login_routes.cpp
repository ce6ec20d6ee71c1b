#include "uws/http/percent.hpp"
#include "uws/http/respond.hpp"
#include "uws/identity/challenges.hpp"
#include "uws/identity/identity_json.hpp"
#include "uws/identity/identity_pages.hpp"
#include "uws/identity/identity_routes.hpp"
#include "uws/identity/own_routes.hpp"
#include "uws/identity/same_origin.hpp"
#include "uws/identity/too_many.hpp"

namespace uws {

using http::Captures;
using http::Method;
using http::Reply;
using http::Request;

namespace {

using namespace std::chrono_literals;

/// Of tokens that programs get for a password.
constexpr std::chrono::seconds bearer_login_lifetime = 24h;

/// Only to places of this service: a path that a browser cannot take for another host.
std::string safe_next(std::string_view next) {
  bool const path = next.starts_with('/') && !next.starts_with("//") && next.find('\\') == next.npos;
  for (char const c : next)
    if (c >= 0 && c <= ' ') return "/login";
  return path ? std::string(next) : "/login";
}

struct Login {
  Account account;
  std::string next;
};

Login login_in(Identities& identities, Request const& request) {
  refuse_foreign_login(request, identities.rules().allowed_origins);
  if (request.query.find("assword=") != std::string::npos)
    throw http::Refusal(400,
                        "a password in a URL is written into logs - send it in the body, and change it now");
  auto const fields = fields_of(request);
  auto const user = field_in(fields, "username"), password = field_in(fields, "password");
  if (user.empty() || password.empty())
    throw http::Refusal(400, "username and password are needed - in a form, or as JSON");
  Login login{identities.by_login(request, user, password), field_in(fields, "next")};
  http::remark_user(request, login.account.name);
  return login;
}

http::Response session_reply(Request const& request, Identities& identities, Login const& login) {
  auto const session = identities.begin_session(request, login.account);
  identities.audit().note(request, "login", login.account.name, Outcome::done, "session");
  auto reply = wants_page(request) ? http::see_other(request, safe_next(login.next))
                                   : private_json(200, session_json(login.account, session));
  reply.headers.set("Cache-Control", "no-store");
  reply.headers.set("X-VO-Authenticated", login.account.name);
  reply.headers.set("Set-Cookie",
                    session_cookie(request, session.secret, identities.rules().session_most.count()));
  return reply;
}

Reply show_login(Identities& identities, Request const& request) {
  auto const account = identities.account_of(request);
  if (!wants_page(request)) return show_account(identities, request);
  if (!account.name.empty()) return signed_in_page(request, account);
  auto const asked = http::parse_parameters(request);
  return login_page(request, 200, "", safe_next(field_in(asked, "next")), identities.rules().proxy);
}

Reply log_in(Identities& identities, Request const& request) {
  try {
    return session_reply(request, identities, login_in(identities, request));
  } catch (http::Refusal const& refusal) {
    if (!wants_page(request) || dynamic_cast<TooMany const*>(&refusal)) throw;
    auto const next = field_in(fields_of(request), "next");
    return login_page(request, refusal.status(), refusal.what(), safe_next(next), identities.rules().proxy);
  }
}

Reply log_in_for_bearer(Identities& identities, Request const& request) {
  auto const account = login_in(identities, request).account;
  auto lease = identities.database().take();
  refuse_more_tokens(identities, *lease, account);
  auto const made = make_token(*lease, TokenKind::bearer, account.name, "login", bearer_login_lifetime);
  identities.audit().note(request, "login", account.name, Outcome::done, "bearer");
  auto reply = http::text(200, made.secret + "\n");
  reply.headers.set("X-VO-Bearer", made.secret);
  reply.headers.set("X-VO-Authenticated", account.name);
  reply.headers.set("Cache-Control", "no-store");
  return reply;
}

Reply show_logout(Identities& identities, Request const& request) {
  auto const account = identities.account_of(request);
  if (account.name.empty()) return http::see_other(request, login_path::page);
  return signed_in_page(request, account);
}

/// What the request came with ends; with ALL=yes everything that opens the account but its password.
Reply log_out(Identities& identities, Request const& request) {
  auto const account = identities.account_of(request);
  bool const all = field_in(fields_of(request), "ALL") == "yes";
  std::int64_t ended = 0;
  if (!account.name.empty()) {
    auto lease = identities.database().take();
    ended = all ? revoke_tokens(*lease, account.name)
                : static_cast<std::int64_t>(revoke_token(*lease, account.name, account.token));
    identities.audit().note(request, "logout", account.name, Outcome::done, all ? "everywhere" : "");
  }
  auto const& elsewhere = identities.rules().proxy.logout_url;
  bool const by_proxy = account.means == Means::proxy && !elsewhere.empty();
  auto reply = wants_page(request)
                   ? http::see_other(request, by_proxy ? std::string_view(elsewhere) : login_path::page)
                   : private_json(200, "{\"ended\": " + std::to_string(ended) + "}\n");
  reply.headers.set("Set-Cookie", no_session_cookie(request));
  reply.headers.set("Clear-Site-Data", "\"cache\"");
  return reply;
}

using Handler = Reply (*)(Identities&, Request const&);
struct Row {
  Method method;
  std::string_view path;
  Handler handler;
};
constexpr Row rows[] = {{Method::get, login_path::page, show_login},
                        {Method::post, login_path::page, log_in},
                        {Method::post, login_path::bearer, log_in_for_bearer},
                        {Method::get, login_path::logout, show_logout},
                        {Method::post, login_path::logout, log_out},
                        {Method::get, "/account", show_account},
                        {Method::post, "/account/password", change_password},
                        {Method::get, "/tokens", show_tokens},
                        {Method::post, "/tokens", add_token}};

}  // namespace

void mount_identity(http::Router& router, Identities& identities) {
  for (auto const& row : rows)
    router.add(row.method, row.path, [&identities, handler = row.handler](Request const& r, Captures const&) {
      return handler(identities, r);
    });
  for (auto const method : {Method::delete_, Method::post})
    router.add(method, "/tokens/{id}", [&identities](Request const& r, Captures const& c) {
      return end_token(identities, r, c["id"]);
    });
}

}  // namespace uws

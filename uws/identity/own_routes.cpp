#include "uws/identity/own_routes.hpp"

#include "engine/base/text.hpp"
#include "uws/http/respond.hpp"
#include "uws/identity/challenges.hpp"
#include "uws/identity/identity_json.hpp"
#include "uws/identity/identity_pages.hpp"

namespace uws {

using http::Refusal;
using http::Reply;
using http::Request;

namespace {

constexpr int usual_days = 90;

std::optional<AccountRow> row_of(Identities& identities, Account const& account) {
  if (account.name.empty()) return std::nullopt;
  return account_row(*identities.database().take(), account.name);
}

int days_in(http::Parameters const& fields, int most) {
  auto const text = field_in(fields, "DAYS");
  if (text.empty()) return std::min(usual_days, most);
  auto const days = engine::whole_number(text);
  if (!days || *days < 1 || *days > most)
    throw Refusal(400, "DAYS: '" + text + "' is no number of days from 1 to " + std::to_string(most));
  return static_cast<int>(*days);
}

/// A token that makes tokens would never end: who has stolen one could keep the account for ever.
void refuse_by_token(Account const& account) {
  if (account.means == Means::bearer)
    throw Refusal(403, "a token cannot do this - sign in, or send the password");
}

}  // namespace

Reply show_account(Identities& identities, Request const& request) {
  auto const account = identities.account_of(request);
  auto const row = row_of(identities, account);
  if (!wants_page(request)) return private_json(200, account_json(account, row ? &*row : nullptr));
  if (!row) return http::see_other(request, std::string(login_path::page) + "?next=/account");
  return account_page(request, account, *row, "");
}

Reply change_password(Identities& identities, Request const& request) {
  auto const account = identities.require(request, Act::have_account);
  refuse_by_token(account);
  auto const fields = fields_of(request);
  identities.change_password(request, account, field_in(fields, "OLD"), field_in(fields, "NEW"));
  auto const row = row_of(identities, account);
  if (wants_page(request) && row) return account_page(request, account, *row, "The password is changed.");
  return http::no_content();
}

Reply show_tokens(Identities& identities, Request const& request) {
  auto const account = identities.require(request, Act::have_account);
  auto const tokens = tokens_of(*identities.database().take(), account.name, identities.rules().session_idle);
  if (wants_page(request)) return tokens_page(request, account, tokens, std::nullopt);
  return private_json(200, tokens_json(account, tokens));
}

void refuse_more_tokens(Identities& identities, catalog::pg::Connection& database, Account const& account) {
  auto const& rules = identities.rules();
  if (tokens_of(database, account.name, rules.session_idle).size() >= rules.tokens_per_user)
    throw Refusal(409, "you have " + std::to_string(rules.tokens_per_user) +
                           " tokens and sessions, which is the most - revoke some at /tokens first");
}

Reply add_token(Identities& identities, Request const& request) {
  auto const account = identities.require(request, Act::have_account);
  refuse_by_token(account);
  auto const fields = fields_of(request);
  auto const label = field_in(fields, "LABEL");
  auto const days = days_in(fields, identities.rules().token_days_most);
  auto lease = identities.database().take();
  refuse_more_tokens(identities, *lease, account);
  auto const made = make_token(*lease, TokenKind::bearer, account.name, label, std::chrono::hours(24) * days);
  identities.audit().note(request, "token.create", std::to_string(made.id), Outcome::done, label);
  if (wants_page(request))
    return tokens_page(request, account, tokens_of(*lease, account.name, identities.rules().session_idle),
                       made);
  auto reply = private_json(201, new_token_json(made, label));
  reply.headers.set("Location", http::absolute(request, "/tokens/" + std::to_string(made.id)));
  return reply;
}

Reply end_token(Identities& identities, Request const& request, std::string const& id) {
  auto const account = identities.require(request, Act::have_account);
  if (request.method == http::Method::post && field_in(fields_of(request), "ACTION") != "DELETE")
    throw Refusal(400, "ACTION: only DELETE is possible here");
  auto const number = engine::whole_number(id);
  bool const ended = number && revoke_token(*identities.database().take(), account.name, *number);
  if (!ended) throw Refusal(404, "you have no token '" + id + "'");
  identities.audit().note(request, "token.revoke", id, Outcome::done);
  if (wants_page(request)) return http::see_other(request, "/tokens");
  return http::no_content();
}

}  // namespace uws

#include "uws/identity/identities.hpp"

#include <algorithm>

#include "uws/http/respond.hpp"
#include "uws/identity/accounts.hpp"
#include "uws/identity/password.hpp"

namespace uws {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds password_memory = 60s;
constexpr std::size_t most_known = 10000;

constexpr char const* wrong = "the name, password or token is not right";

/// What an account opens with.
struct Lock {
  std::string name{}, hash{};
  Role role = Role::astronomer;
};
std::optional<Lock> lock_of(catalog::pg::Pool& database, std::string const& user) {
  if (!is_possible_name(user)) return std::nullopt;
  auto lease = database.take();
  auto const rows = lease->run(
      "SELECT name, password_hash, role FROM store.user_account"
      " WHERE name = $1 AND active AND password_hash IS NOT NULL",
      {user});
  if (rows.empty()) return std::nullopt;
  return Lock{rows.text(0, 0), rows.text(0, 1), role_of(rows.text(0, 2)).value_or(Role::astronomer)};
}

Account account_of_lock(Lock const& lock) {
  return {.name = lock.name, .role = lock.role, .means = Means::password};
}

/// Where there are as many as there may be: programs that sign in and never out must not fill the table.
void end_oldest_session(catalog::pg::Connection& database, std::string const& user,
                        std::vector<TokenRow> const& good, IdentityRules const& rules) {
  if (good.size() < rules.tokens_per_user) return;
  auto const oldest = std::find_if(good.rbegin(), good.rend(),
                                   [](TokenRow const& row) { return row.kind == TokenKind::session; });
  if (oldest != good.rend()) revoke_token(database, user, oldest->id);
}

/// What the list of sessions calls this one.
std::string user_agent(http::Request const& request) {
  std::string agent(request.headers.find("User-Agent").value_or("").substr(0, 150));
  for (char& c : agent)
    if (static_cast<unsigned char>(c) < ' ' || static_cast<unsigned char>(c) >= 0x7F) c = '?';
  return agent;
}

}  // namespace

Identities::Identities(catalog::pg::Pool& database, IdentityRules const& rules, Audit& audit,
                       std::function<void(std::string const&)> log)
    : database_(database),
      rules_(rules),
      audit_(audit),
      guard_(rules.login),
      passwords_(rules.login.parallel),
      proxy_(database, rules.proxy, std::move(log)) {}

Account Identities::account_of(http::Request const& request) {
  if (request.remarks && request.remarks->identity)
    return *std::static_pointer_cast<Account const>(request.remarks->identity);
  Account account = found(request);
  if (request.remarks) {
    request.remarks->identity = std::make_shared<Account const>(account);
    request.remarks->user = account.name;
  }
  return account;
}

Account Identities::require(http::Request const& request, Act act) {
  Account account = account_of(request);
  if (may(account.role, act)) return account;
  if (account.name.empty()) throw http::Refusal(401, "this is not for everybody - sign in first");
  audit_.note(request, word_of(act), request.path, Outcome::refused, word_of(account.role));
  throw http::Refusal(403, "your account (" + std::string(word_of(account.role)) + ") may not do this");
}

Account Identities::found(http::Request const& request) {
  std::optional<ProxyClaim> claim;
  try {
    claim = proxy_claim(request, rules_.proxy);
  } catch (http::Refusal const& refusal) {
    audit_.note(request, "proxy.header", request.neighbour, Outcome::refused, refusal.what());
    throw;
  }
  if (auto const credentials = credentials_of(request)) return by_header(request, *credentials);
  if (!claim) return by_cookie(request);
  return proxy_.account_of(*claim, [&](std::string const& name) {
    audit_.note(request, "user.add", name, Outcome::done, "by the sign-on proxy");
  });
}

Account Identities::by_header(http::Request const& request, Credentials const& credentials) {
  // A token is also accepted as the password of Basic, for programs that know nothing else.
  if (looks_like_secret(credentials.secret)) {
    auto lease = database_.take();
    auto account = account_of_token(*lease, TokenKind::bearer, credentials.secret, 0s);
    bool const named = credentials.bearer || credentials.user.empty();
    if (account && (named || account->name == credentials.user)) return *account;
  }
  if (credentials.bearer) throw http::Refusal(401, wrong);
  if (auto account = by_password(request, credentials)) return *account;
  refuse_login(request, credentials.user, "Basic");
}

Account Identities::by_cookie(http::Request const& request) {
  auto const cookies = cookies_named(request, session_cookie_name(request));
  for (auto const& cookie : cookies) {
    if (!looks_like_secret(cookie)) continue;
    auto lease = database_.take();
    if (auto account = account_of_token(*lease, TokenKind::session, cookie, rules_.session_idle))
      return *account;
  }
  return {.stale_cookie = !cookies.empty()};
}

std::optional<Account> Identities::by_password(http::Request const& request, Credentials const& credentials) {
  auto const lock = lock_of(database_, credentials.user);
  auto const key = memory_digest(credentials.user + '\0' + credentials.secret);
  auto const now = std::chrono::steady_clock::now();
  if (lock) {
    std::lock_guard const guard(mutex_);
    auto const known = known_.find(key);
    if (known != known_.end() && known->second.until > now && known->second.hash == lock->hash)
      return account_of_lock(*lock);
  }
  guard_.attempt(credentials.user, request.peer);
  if (!passwords_.matches(lock ? lock->hash : std::string(), credentials.secret) || !lock)
    return std::nullopt;
  guard_.succeeded(credentials.user, request.peer);
  std::lock_guard const guard(mutex_);
  if (known_.size() >= most_known) known_.clear();
  known_.insert_or_assign(key, Known{lock->hash, now + password_memory});
  return account_of_lock(*lock);
}

/// People type passwords where names belong: only names that exist are written down.
void Identities::refuse_login(http::Request const& request, std::string const& user, std::string const& how) {
  bool exists = false;
  if (is_possible_name(user)) {
    auto lease = database_.take();
    exists = !lease->run("SELECT 1 FROM store.user_account WHERE name = $1", {user}).empty();
  }
  audit_.note(request, "login", exists ? user : "(no such account)", Outcome::failed, how);
  throw http::Refusal(401, wrong);
}

Account Identities::by_login(http::Request const& request, std::string const& user,
                             std::string const& password) {
  auto account = by_password(request, {user, password});
  if (!account) refuse_login(request, user, "login");
  return *account;
}

NewToken Identities::begin_session(http::Request const& request, Account const& account) {
  auto lease = database_.take();
  for (auto const& cookie : cookies_named(request, session_cookie_name(request)))
    if (auto const old = account_of_token(*lease, TokenKind::session, cookie, rules_.session_idle))
      revoke_token(*lease, old->name, old->token);
  end_oldest_session(*lease, account.name, tokens_of(*lease, account.name, rules_.session_idle), rules_);
  auto session =
      make_token(*lease, TokenKind::session, account.name, user_agent(request), rules_.session_most);
  lease->run("UPDATE store.user_account SET last_seen = now() WHERE name = $1", {account.name});
  clean_now_and_then(*lease);
  return session;
}

void Identities::change_password(http::Request const& request, Account const& account,
                                 std::string const& old_password, std::string const& new_password) {
  if (!by_password(request, {account.name, old_password})) {
    audit_.note(request, "password.change", account.name, Outcome::failed);
    throw http::Refusal(403, "the old password is not right");
  }
  check_password(new_password);
  auto const hash = passwords_.hash(new_password);
  auto lease = database_.take();
  lease->run("UPDATE store.user_account SET password_hash = $2 WHERE name = $1", {account.name, hash});
  // Whoever had stolen a session or a token has lost it with the password.
  revoke_tokens(*lease, account.name, account.token);
  audit_.note(request, "password.change", account.name, Outcome::done);
}

void Identities::clean_now_and_then(catalog::pg::Connection& database) {
  {
    std::lock_guard const lock(mutex_);
    auto const now = std::chrono::steady_clock::now();
    if (cleaned_ != decltype(cleaned_){} && now - cleaned_ < 1h) return;
    cleaned_ = now;
  }
  forget_old_tokens(database, rules_.session_idle);
}

}  // namespace uws

#include "uws/identity/identities.hpp"

#include "catalog/table/base64.hpp"
#include "engine/base/text.hpp"
#include "engine/io/sha256.hpp"
#include "uws/http/respond.hpp"
#include "uws/identity/password.hpp"

namespace uws {
namespace {

constexpr std::chrono::seconds password_memory{60};
constexpr std::size_t most_known = 10000;

[[noreturn]] void unreadable() {
  throw http::Refusal(400, "the Authorization header cannot be read - send Basic or Bearer, or leave it out");
}

Account account_in(catalog::pg::Result const& rows) { return {rows.text(0, 0), rows.text(0, 1)}; }

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

std::optional<Account> Identities::by_token(std::string const& secret) {
  auto lease = database_.take();
  auto const rows = lease->run(
      "UPDATE store.user_token t SET last_used = now() FROM store.user_account u"
      " WHERE t.hash = $1 AND t.user_name = u.name AND u.active AND t.revoked IS NULL"
      " AND (t.expires IS NULL OR t.expires > now()) RETURNING u.name, u.role",
      {engine::sha256_of(secret)});
  if (rows.empty()) return std::nullopt;
  return account_in(rows);
}

std::optional<Account> Identities::by_password(Credentials const& credentials) {
  auto const key = memory_digest(credentials.user + '\0' + credentials.secret);
  auto const now = std::chrono::steady_clock::now();
  {
    std::lock_guard const lock(mutex_);
    if (auto const found = known_.find(key); found != known_.end() && found->second.until > now)
      return found->second.account;
  }
  std::string hash;
  Account account;
  {
    auto lease = database_.take();
    auto const rows = lease->run(
        "SELECT name, role, password_hash FROM store.user_account"
        " WHERE name = $1 AND active AND password_hash IS NOT NULL",
        {credentials.user});
    if (!rows.empty()) account = account_in(rows), hash = rows.text(0, 2);
  }
  // A name that does not exist takes as long as a wrong password, and so does not show.
  static std::string const nobody = password_hash(new_secret());
  bool const right = password_matches(hash.empty() ? nobody : hash, credentials.secret);
  if (hash.empty() || !right) return std::nullopt;
  std::lock_guard const lock(mutex_);
  if (known_.size() >= most_known) known_.clear();
  known_.insert_or_assign(key, Known{account, now + password_memory});
  return account;
}

std::optional<Account> Identities::by_any(Credentials const& credentials) {
  if (credentials.bearer) return by_token(credentials.secret);
  if (auto account = by_password(credentials)) return account;
  // A token is also accepted as the password of Basic, for programs that know nothing else.
  auto account = by_token(credentials.secret);
  if (!account || (!credentials.user.empty() && account->name != credentials.user)) return std::nullopt;
  return account;
}

Account Identities::account_of(http::Request const& request) {
  auto const credentials = credentials_of(request);
  if (!credentials) return {};
  if (auto account = by_any(*credentials)) return std::move(*account);
  throw http::Refusal(401, "the name, password or token is not right");
}

}  // namespace uws

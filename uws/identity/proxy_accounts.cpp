#include <algorithm>

#include "catalog/pg/transaction.hpp"
#include "engine/base/text.hpp"
#include "uws/http/respond.hpp"
#include "uws/identity/password.hpp"
#include "uws/identity/proxy_identity.hpp"

namespace uws {
namespace {

using namespace std::chrono_literals;
using catalog::pg::Connection;

constexpr std::chrono::seconds settled_for = 60s;
constexpr std::size_t most_settled = 10000;
/// Marks the rights that came from groups, which go when the groups go; others stay.
constexpr char const* by_proxy = "sign-on";

std::string digest_of(ProxyClaim const& claim) {
  return memory_digest(claim.name + '\0' + claim.email + '\0' + engine::joined(claim.groups, ","));
}

std::optional<std::string> or_null(std::string const& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

bool is_of(std::vector<std::string> const& groups, std::string const& group) {
  return std::find(groups.begin(), groups.end(), group) != groups.end();
}

struct Known {
  std::string kind{};
  bool active = false;
  Role role = Role::astronomer;
};
std::optional<Known> find(Connection& database, std::string const& user) {
  auto const rows = database.run("SELECT kind, active, role FROM store.user_account WHERE name = $1", {user});
  if (rows.empty()) return std::nullopt;
  return Known{rows.text(0, 0), rows.boolean(0, 1), role_of(rows.text(0, 2)).value_or(Role::astronomer)};
}

}  // namespace

ProxyAccounts::ProxyAccounts(catalog::pg::Pool& database, ProxyRules const& rules,
                             std::function<void(std::string const&)> log)
    : database_(database), rules_(rules), log_(std::move(log)) {}

Account ProxyAccounts::account_of(ProxyClaim const& claim,
                                  std::function<void(std::string const&)> const& made) {
  auto lease = database_.take();
  auto known = find(*lease, claim.user);
  if (!known) {
    if (!rules_.makes_accounts)
      throw http::Refusal(403,
                          "there is no account '" + claim.user + "' here - ask an administrator for one");
    auto const added =
        lease->run("INSERT INTO store.user_account (name, kind) VALUES ($1, 'sso') ON CONFLICT DO NOTHING",
                   {claim.user});
    if (added.affected() > 0 && made) made(claim.user);
    known = find(*lease, claim.user);
  }
  if (!known || !known->active) throw http::Refusal(403, "the account '" + claim.user + "' is closed");
  if (known->kind != "sso")
    throw http::Refusal(403,
                        "there is an account '" + claim.user +
                            "' here that has nothing to do with the sign-on - an administrator can rename or "
                            "convert it");
  if (!is_settled(claim)) {
    settle(*lease, claim);
    known = find(*lease, claim.user);
  }
  return {.name = claim.user, .role = known->role, .means = Means::proxy};
}

/// Notes the claim as settled, too: who comes at the same time need not write the same.
bool ProxyAccounts::is_settled(ProxyClaim const& claim) {
  auto const now = std::chrono::steady_clock::now();
  auto digest = digest_of(claim);
  std::lock_guard const lock(mutex_);
  auto const found = settled_.find(claim.user);
  if (found != settled_.end() && found->second.digest == digest && found->second.until > now) return true;
  if (settled_.size() >= most_settled) settled_.clear();
  settled_.insert_or_assign(claim.user, Settled{std::move(digest), now + settled_for});
  return false;
}

void ProxyAccounts::settle(Connection& database, ProxyClaim const& claim) {
  auto const role = role_of_groups(claim.groups, rules_);
  database.run(
      "UPDATE store.user_account SET last_seen = now(), display_name = coalesce($2, display_name),"
      " email = coalesce($3, email), role = coalesce($4, role) WHERE name = $1",
      {claim.user, or_null(claim.name), or_null(claim.email),
       role ? std::optional(std::string(word_of(*role))) : std::nullopt});
  if (!rules_.grants.empty()) grant(database, claim);
}

void ProxyAccounts::grant(Connection& database, ProxyClaim const& claim) {
  catalog::pg::Transaction change(database);
  database.run("DELETE FROM store.user_collection WHERE user_name = $1 AND granted_by = $2",
               {claim.user, by_proxy});
  for (auto const& [group, collection, standing] : rules_.grants) {
    if (!is_of(claim.groups, group)) continue;
    // A right given by hand stays as it is.
    auto const given = database.run(
        "INSERT INTO store.user_collection (user_name, collection_id, role, granted_by)"
        " SELECT $1, id, $3, $4 FROM store.collection WHERE name = $2"
        " ON CONFLICT (user_name, collection_id) DO UPDATE SET role = EXCLUDED.role"
        " WHERE store.user_collection.granted_by = EXCLUDED.granted_by",
        {claim.user, collection, std::string(word_of(standing)), by_proxy});
    auto const there = database.run("SELECT 1 FROM store.collection WHERE name = $1", {collection});
    if (there.empty() && given.affected() == 0 && log_)
      log_("identity.proxy.collections names the collection '" + collection + "', which does not exist");
  }
  change.commit();
}

}  // namespace uws

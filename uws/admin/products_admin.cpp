// Products, runs and other entities of the provenance: withdrawn when they turn out to be wrong. They stay
// where they are, with the reason, and so does what was made of them.
#include "engine/base/text.hpp"
#include "uws/admin/handlers.hpp"
#include "uws/admin/sheet.hpp"
#include "uws/http/respond.hpp"
#include "uws/identity/accounts.hpp"
#include "uws/identity/identity_json.hpp"

namespace uws {

using catalog::pg::Connection;
using http::Refusal;
using http::Reply;
using http::Request;

namespace {

constexpr std::size_t most_found = 200;

/// Where a product is known by several names, they are all one thing.
struct Found {
  std::string id{};  ///< of the entity, or the DID of the product
  std::string name{};
  std::string collection{};
  std::string when{}, reason{};
};

constexpr char const* find_sql =
    "SELECT id, name, collection, invalid, reason FROM ("
    " SELECT e.id, e.name, coalesce(c.name, '') AS collection,"
    "  coalesce(to_char(e.invalidated_time AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), '') AS "
    "invalid,"
    "  coalesce(e.invalidated_reason, '') AS reason"
    " FROM store.entity e LEFT JOIN store.collection c ON c.id = e.collection_id"
    " WHERE e.id = $1 OR e.obs_publisher_did = $1"
    " UNION SELECT coalesce(p.entity_id, p.did), p.name, c.name,"
    "  coalesce(to_char(p.invalidated AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), ''),"
    "  coalesce(p.invalidated_reason, '')"
    " FROM store.product p JOIN store.collection c ON c.id = p.collection_id"
    " WHERE p.did = $1 OR p.entity_id = $1) found ORDER BY collection DESC, id LIMIT $2::bigint";

constexpr char const* invalid_sql =
    "SELECT e.id, e.name, coalesce(c.name, ''),"
    " to_char(e.invalidated_time AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'),"
    " coalesce(e.invalidated_reason, '')"
    " FROM store.entity e LEFT JOIN store.collection c ON c.id = e.collection_id"
    " WHERE e.invalidated_time IS NOT NULL ORDER BY e.invalidated_time DESC LIMIT $1::bigint";

std::vector<Found> found_in(catalog::pg::Result const& rows) {
  std::vector<Found> all;
  for (std::size_t i = 0; i < rows.rows(); ++i)
    all.push_back({rows.text(i, 0), rows.text(i, 1), rows.text(i, 2), rows.text(i, 3), rows.text(i, 4)});
  return all;
}

std::vector<Found> find(Connection& database, std::string const& id) {
  return found_in(database.run(find_sql, {id, std::to_string(most_found)}));
}

/// By their role, or by their standing on the collection it is in.
void refuse_others(AdminParts const& parts, Request const& request, Connection& database,
                   Account const& account, std::vector<Found> const& found) {
  auto standing = Standing::none;
  if (!found.empty()) standing = standing_on(database, account.name, found.front().collection);
  if (may(account.role, standing, CollectionAct::invalidate_product)) return;
  parts.identities.require(request, Act::invalidate_product);
}

/// An empty reason: it is good again. Returns how many other entities were made of it.
std::int64_t mark(Connection& database, std::string const& id, std::string const& reason) {
  auto const why = reason.empty() ? std::nullopt : std::optional(reason);
  database.run(
      "WITH known AS (SELECT $1::text AS id UNION SELECT p.entity_id FROM store.product p WHERE p.did = $1"
      "  UNION SELECT e.id FROM store.entity e WHERE e.obs_publisher_did = $1),"
      " marked AS (UPDATE store.product SET invalidated = CASE WHEN $2::text IS NULL THEN NULL ELSE now() "
      "END,"
      "  invalidated_reason = $2 WHERE did = $1 OR entity_id = $1)"
      " UPDATE store.entity SET invalidated_time = CASE WHEN $2::text IS NULL THEN NULL ELSE now() END,"
      " invalidated_reason = $2 WHERE id IN (SELECT id FROM known)",
      {id, why});
  auto const rows =
      database.run("SELECT count(DISTINCT entity_id) FROM store.lineage WHERE ancestor_id = $1", {id});
  return rows.integer(0, 0);
}

}  // namespace

Reply show_products(AdminParts const& parts, Request const& request) {
  auto const account = parts.identities.require(request, Act::invalidate_product);
  auto const id = field_in(http::parse_parameters(request), "ID");
  auto lease = parts.identities.database().take();
  Sheet sheet{.key = "products",
              .title = id.empty() ? "Withdrawn products" : "Product",
              .columns = {{"id", "Identifier"},
                          {"name", "Name"},
                          {"collection", "Collection"},
                          {"invalidated", "Withdrawn (UTC)"},
                          {"reason", "Why"}}};
  auto const all =
      id.empty() ? found_in(lease->run(invalid_sql, {std::to_string(most_found)})) : find(*lease, id);
  for (auto const& one : all)
    sheet.rows.push_back({.cells = {one.id, one.name, one.collection, one.when, one.reason},
                          .actions = one.when.empty()
                                         ? std::string()
                                         : sheet_form(request, "/admin/products",
                                                      hidden("ACTION", "RESTORE") + hidden("ID", one.id),
                                                      "It is good after all")});
  sheet.forms =
      "<p>" +
      sheet_form(request, "/admin/products",
                 hidden("ACTION", "INVALIDATE") + input("ID", "Identifier", "required size=\"40\"") +
                     input("REASON", "Why", "required size=\"40\""),
                 "Withdraw") +
      "</p>\n";
  return sheet_reply(request, account, sheet);
}

Reply change_product(AdminParts const& parts, Request const& request) {
  auto const account = parts.identities.require(request, Act::have_account);
  auto const fields = fields_of(request);
  auto const action = needed_field(fields, "ACTION"), id = needed_field(fields, "ID");
  if (action != "INVALIDATE" && action != "RESTORE") refuse_action(action, "INVALIDATE, RESTORE");
  auto const reason = action == "INVALIDATE" ? needed_field(fields, "REASON") : std::string();
  auto lease = parts.identities.database().take();
  auto const found = find(*lease, id);
  refuse_others(parts, request, *lease, account, found);
  if (found.empty()) throw Refusal(404, "there is no product or entity '" + id + "'");
  auto const derived = mark(*lease, id, reason);
  parts.identities.audit().note(request, "product." + engine::lower(action), id, Outcome::done, reason);
  return done_reply(request, "/admin/products",
                    action + " " + id + "; " + std::to_string(derived) + " others were made of it");
}

}  // namespace uws

// Accounts: who there is, with which role and rights, and who is shut out.

#include "engine/base/text.hpp"
#include "uws/admin/handlers.hpp"
#include "uws/admin/sheet.hpp"
#include "uws/http/percent.hpp"
#include "uws/http/respond.hpp"
#include "uws/identity/accounts.hpp"
#include "uws/identity/identity_json.hpp"

namespace uws {

using catalog::pg::Connection;
using http::Refusal;
using http::Reply;
using http::Request;

namespace {

constexpr char const* actions = "CLOSE, OPEN, ROLE, PASSWORD, GRANT, REVOKE, SIGNOUT";

std::string path_of(std::string const& name) { return "/admin/users/" + http::percent_encoded(name); }

std::vector<std::string> role_words() {
  std::vector<std::string> words;
  for (Role const role : all_roles().subspan(1)) words.emplace_back(word_of(role));
  return words;
}

Sheet sheet_of(std::string title, std::vector<AccountRow> const& rows) {
  Sheet sheet{.key = "users",
              .title = std::move(title),
              .columns = {{"name", "Name"},
                          {"role", "Role"},
                          {"kind", "Kind"},
                          {"active", "Active"},
                          {"collections", "Collections"},
                          {"display_name", "Called"},
                          {"email", "Address"},
                          {"last_seen", "Last seen (UTC)"}}};
  for (auto const& row : rows)
    sheet.rows.push_back({.cells = {row.name, row.role, row.kind, row.active, row.collections,
                                    row.display_name, row.email, row.last_seen},
                          .link = path_of(row.name)});
  return sheet;
}

std::string forms_for(Request const& request, AccountRow const& row) {
  auto const form = [&](std::string const& action, std::string const& inputs, std::string const& button) {
    return "<p>" + sheet_form(request, path_of(row.name), hidden("ACTION", action) + inputs, button) +
           "</p>\n";
  };
  auto const rights = std::vector<std::string>{"reader", "member", "pi", "manager"};
  return form("ROLE", choice("ROLE", role_words(), row.role), "Give this role") +
         form("GRANT", input("COLLECTION", "Collection", "required") + choice("RIGHT", rights), "Grant") +
         form("REVOKE", input("COLLECTION", "Collection", "required"), "Revoke") +
         form("PASSWORD",
              input("PASSWORD", "New password", "type=\"password\" autocomplete=\"new-password\" required"),
              "Set") +
         form("SIGNOUT", "", "End all sessions and tokens") +
         (row.active ? form("CLOSE", "", "Close the account") : form("OPEN", "", "Open the account again"));
}

AccountRow row_of(Connection& database, std::string const& name) {
  if (auto row = account_row(database, name)) return *std::move(row);
  throw Refusal(404, "there is no account '" + name + "'");
}

/// Without an administrator nobody could make one, but on the machine itself.
void refuse_last_administrator(Connection& database, AccountRow const& row) {
  if (row.role != word_of(Role::admin)) return;
  auto const others = database.run(
      "SELECT 1 FROM store.user_account WHERE role = 'admin' AND active AND name <> $1 LIMIT 1", {row.name});
  if (others.empty())
    throw Refusal(409, "'" + row.name + "' is the only administrator - make another one first");
}

/// Does it; returns what was done, for the audit log.
std::string obey(Connection& database, AccountRow const& row, std::string const& action,
                 http::Parameters const& fields, std::string const& by) {
  if (action == "CLOSE") {
    refuse_last_administrator(database, row);
    close_account(database, row.name);
    return {};
  }
  if (action == "ROLE") {
    auto const role = needed_field(fields, "ROLE");
    if (role != word_of(Role::admin)) refuse_last_administrator(database, row);
    set_role(database, row.name, role);
    return row.role + " -> " + role;
  }
  if (action == "GRANT") {
    auto const collection = needed_field(fields, "COLLECTION"), right = needed_field(fields, "RIGHT");
    grant(database, row.name, collection, right, by);
    return collection + " " + right;
  }
  if (action == "REVOKE") {
    auto const collection = needed_field(fields, "COLLECTION");
    revoke(database, row.name, collection);
    return collection;
  }
  if (action == "OPEN") return reopen_account(database, row.name), "";
  if (action == "SIGNOUT") return std::to_string(revoke_tokens(database, row.name)) + " ended";
  if (action == "PASSWORD") return set_password(database, row.name, needed_field(fields, "PASSWORD")), "";
  refuse_action(action, actions);
}

}  // namespace

Reply show_users(AdminParts const& parts, Request const& request) {
  auto const account = parts.identities.require(request, Act::manage_users);
  auto sheet = sheet_of("Users", accounts(*parts.identities.database().take()));
  sheet.forms = "<p>" +
                sheet_form(request, "/admin/users",
                           input("NAME", "Name", "required") + choice("ROLE", role_words()) +
                               input("PASSWORD", "Password (none: tokens only)",
                                     "type=\"password\" autocomplete=\"new-password\""),
                           "Add") +
                "</p>\n";
  return sheet_reply(request, account, sheet);
}

Reply show_user(AdminParts const& parts, Request const& request, std::string const& name) {
  auto const account = parts.identities.require(request, Act::manage_users);
  auto const row = row_of(*parts.identities.database().take(), name);
  auto sheet = sheet_of(name, {row});
  sheet.forms = forms_for(request, row);
  return sheet_reply(request, account, sheet);
}

Reply add_user(AdminParts const& parts, Request const& request) {
  parts.identities.require(request, Act::manage_users);
  auto const fields = fields_of(request);
  auto const name = needed_field(fields, "NAME"), password = field_in(fields, "PASSWORD");
  auto const role = fields.has("ROLE") ? field_in(fields, "ROLE") : "astronomer";
  add_account(*parts.identities.database().take(), name, role,
              password.empty() ? std::nullopt : std::optional(password));
  parts.identities.audit().note(request, "user.add", name, Outcome::done, role);
  return done_reply(request, path_of(name), "add " + name);
}

Reply change_user(AdminParts const& parts, Request const& request, std::string const& name) {
  auto const account = parts.identities.require(request, Act::manage_users);
  auto const fields = fields_of(request);
  auto const action = needed_field(fields, "ACTION");
  auto lease = parts.identities.database().take();
  auto const detail = obey(*lease, row_of(*lease, name), action, fields, account.name);
  parts.identities.audit().note(request, "user." + engine::lower(action), name, Outcome::done, detail);
  return done_reply(request, path_of(name), action + " " + name);
}

}  // namespace uws

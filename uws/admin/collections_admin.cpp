// Collections: shown to the world or hidden, and who may read those that are not public.
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

std::string path_of(std::string const& name) { return "/admin/collections/" + http::percent_encoded(name); }

/// Where someone has the say by their standing, or everywhere by their role.
struct Say {
  Account account;
  Standing standing = Standing::none;
  bool over(CollectionAct act) const { return may(account.role, standing, act); }
};

Say say_over(AdminParts const& parts, Request const& request, Connection& database, std::string const& name) {
  auto const account = parts.identities.require(request, Act::have_account);
  return {account, standing_on(database, account.name, name)};
}

void refuse_others(AdminParts const& parts, Request const& request, Say const& say, CollectionAct act,
                   std::string const& what) {
  if (say.over(act)) return;
  parts.identities.audit().note(request, what, request.path, Outcome::refused);
  throw Refusal(403, "your rights on this collection do not allow that");
}

std::string buttons(Request const& request, std::string const& name, bool published, Say const& say) {
  std::string out;
  auto const button = [&](std::string const& action, std::string const& inputs, std::string const& text) {
    out += sheet_form(request, path_of(name), hidden("ACTION", action) + inputs, text);
  };
  if (say.over(CollectionAct::publish))
    published ? button("UNPUBLISH", "", "Hide") : button("PUBLISH", "", "Publish");
  if (say.over(CollectionAct::grant_reading)) {
    button("GRANT",
           input("USER", "User", "required size=\"10\"") + choice("RIGHT", {"reader", "member", "pi"}),
           "Grant");
    button("REVOKE", input("USER", "User", "required size=\"10\""), "Revoke");
  }
  return out;
}

/// A principal investigator lets others read and work; what they are themselves is for others to give.
void refuse_too_much(Say const& say, std::string const& right) {
  bool const reading = right == "reader" || right == "member";
  if (!reading && !may(say.account.role, Act::grant_collection) && say.standing != Standing::manager)
    throw Refusal(403, "you may give the rights reader and member here");
}

void obey(AdminParts const& parts, Request const& request, Connection& database, Say const& say,
          std::string const& name, std::string const& action, http::Parameters const& fields) {
  auto const what = "collection." + engine::lower(action);
  std::string detail;
  if (action == "PUBLISH" || action == "UNPUBLISH") {
    refuse_others(parts, request, say, CollectionAct::publish, what);
    database.run(
        action == "PUBLISH" ? "SELECT store.publish_collection($1)" : "SELECT store.unpublish_collection($1)",
        {name});
  } else if (action == "GRANT" || action == "REVOKE") {
    refuse_others(parts, request, say, CollectionAct::grant_reading, what);
    auto const user = needed_field(fields, "USER");
    auto const right = action == "GRANT" ? needed_field(fields, "RIGHT") : std::string();
    if (action == "GRANT") {
      refuse_too_much(say, right);
      grant(database, user, name, right, say.account.name);
    } else {
      refuse_too_much(say, std::string(word_of(standing_on(database, user, name))));
      revoke(database, user, name);
    }
    detail = user + (right.empty() ? "" : " " + right);
  } else {
    refuse_action(action, "PUBLISH, UNPUBLISH, GRANT, REVOKE");
  }
  parts.identities.audit().note(request, what, name, Outcome::done, detail);
}

}  // namespace

Reply show_collections(AdminParts const& parts, Request const& request) {
  auto const account = parts.identities.require(request, Act::have_account);
  auto lease = parts.identities.database().take();
  auto const rows = lease->run(
      "SELECT c.name, c.title, c.published, c.data_rights, count(o.*), coalesce(max(r.role), '')"
      " FROM store.collection c LEFT JOIN store.observation o ON o.collection_id = c.id"
      " LEFT JOIN store.user_collection r ON r.collection_id = c.id AND r.user_name = $1"
      " AND (r.expires IS NULL OR r.expires > now()) GROUP BY c.id ORDER BY c.name",
      {account.name});
  Sheet sheet{.key = "collections",
              .title = "Collections",
              .columns = {{"name", "Name"},
                          {"title", "Title"},
                          {"published", "Published"},
                          {"data_rights", "Rights"},
                          {"runs", "Runs"}}};
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    Say const say{account, standing_of(rows.text(i, 5)).value_or(Standing::none)};
    if (!say.over(CollectionAct::grant_reading) && !say.over(CollectionAct::publish)) continue;
    auto const name = rows.text(i, 0);
    sheet.rows.push_back(
        {.cells = {name, rows.text(i, 1), rows.boolean(i, 2), rows.text(i, 3), rows.integer(i, 4)},
         .actions = buttons(request, name, rows.boolean(i, 2), say)});
  }
  if (sheet.rows.empty()) parts.identities.require(request, Act::publish_collection);
  return sheet_reply(request, account, sheet);
}

Reply change_collection(AdminParts const& parts, Request const& request, std::string const& name) {
  parts.identities.require(request, Act::have_account);
  auto const fields = fields_of(request);
  auto const action = needed_field(fields, "ACTION");
  auto lease = parts.identities.database().take();
  auto const say = say_over(parts, request, *lease, name);
  bool const there = !lease->run("SELECT 1 FROM store.collection WHERE name = $1", {name}).empty();
  // That there is such a collection is for those who have a say.
  if (!there && may(say.account.role, Act::see_all_data))
    throw Refusal(404, "there is no collection '" + name + "'");
  obey(parts, request, *lease, say, name, action, fields);
  return done_reply(request, "/admin/collections", action + " " + name);
}

}  // namespace uws

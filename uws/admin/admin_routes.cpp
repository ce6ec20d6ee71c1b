#include "uws/admin/admin_routes.hpp"

#include <array>
#include <memory>

#include "engine/base/text.hpp"
#include "uws/admin/handlers.hpp"
#include "uws/admin/sheet.hpp"
#include "uws/http/respond.hpp"
#include "uws/identity/identity_json.hpp"

namespace uws {

using http::Captures;
using http::Method;
using http::Refusal;
using http::Reply;
using http::Request;

namespace {

struct Section {
  std::string_view path, text;
  Act act;
};
constexpr std::array<Section, 7> sections{
    {{"/admin/users", "Users, roles and rights", Act::manage_users},
     {"/admin/collections", "Collections: publish, hide, grant", Act::publish_collection},
     {"/admin/jobs", "Jobs of all users", Act::see_all_jobs},
     {"/admin/products", "Products and datasets: withdraw what is wrong", Act::invalidate_product},
     {"/admin/disk", "Disk and database", Act::see_health},
     {"/admin/health", "Health", Act::see_health},
     {"/admin/audit", "Audit log", Act::see_audit}}};

using OnAll = Reply (*)(AdminParts const&, Request const&);
struct Row {
  Method method;
  std::string_view path;
  OnAll handler;
};
constexpr Row rows[] = {{Method::get, "/admin", show_admin},
                        {Method::get, "/admin/users", show_users},
                        {Method::post, "/admin/users", add_user},
                        {Method::get, "/admin/collections", show_collections},
                        {Method::get, "/admin/jobs", show_queue},
                        {Method::get, "/admin/products", show_products},
                        {Method::post, "/admin/products", change_product},
                        {Method::get, "/admin/disk", show_disk},
                        {Method::get, "/admin/health", show_health},
                        {Method::get, "/admin/audit", show_audit}};

using OnOne = Reply (*)(AdminParts const&, Request const&, std::string const&);
struct NamedRow {
  Method method;
  std::string_view path;
  OnOne handler;
};
constexpr NamedRow named_rows[] = {{Method::get, "/admin/users/{name}", show_user},
                                   {Method::post, "/admin/users/{name}", change_user},
                                   {Method::post, "/admin/collections/{name}", change_collection},
                                   {Method::post, "/admin/jobs/{name}", change_queued}};

}  // namespace

Reply show_admin(AdminParts const& parts, Request const& request) {
  auto const account = parts.identities.account_of(request);
  if (account.name.empty()) throw Refusal(401, "the administration is not for everybody - sign in first");
  Sheet sheet{
      .key = "sections", .title = "Administration", .columns = {{"path", "Section"}, {"text", "What for"}}};
  for (auto const& section : sections)
    if (may(account.role, section.act))
      sheet.rows.push_back({.cells = {std::string(section.path), std::string(section.text)},
                            .link = std::string(section.path)});
  if (sheet.rows.empty()) parts.identities.require(request, Act::see_health);
  return sheet_reply(request, account, sheet);
}

std::string needed_field(http::Parameters const& fields, std::string_view name) {
  auto value = field_in(fields, name);
  if (value.empty()) throw Refusal(400, std::string(name) + " is missing");
  return value;
}

void refuse_action(std::string const& action, std::string const& possible) {
  throw Refusal(400, "ACTION: '" + action + "' is none - possible: " + possible);
}

std::size_t number_asked(http::Parameters const& asked, std::string_view name, std::size_t usual,
                         std::size_t most) {
  auto const text = field_in(asked, name);
  if (text.empty()) return usual;
  auto const number = engine::whole_number(text);
  if (!number || *number < 0 || static_cast<std::uint64_t>(*number) > most)
    throw Refusal(400, std::string(name) + ": '" + text + "' is no number from 0 to " + std::to_string(most));
  return static_cast<std::size_t>(*number);
}

void mount_admin(http::Router& router, AdminParts parts) {
  auto const shared = std::make_shared<AdminParts const>(std::move(parts));
  for (auto const& row : rows)
    router.add(row.method, row.path, [shared, handler = row.handler](Request const& r, Captures const&) {
      return handler(*shared, r);
    });
  for (auto const& row : named_rows)
    router.add(row.method, row.path, [shared, handler = row.handler](Request const& r, Captures const& c) {
      return handler(*shared, r, c["name"]);
    });
}

}  // namespace uws

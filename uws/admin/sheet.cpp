#include "uws/admin/sheet.hpp"

#include <algorithm>
#include <cstdio>

#include "engine/base/text.hpp"
#include "uws/async/html_frame.hpp"
#include "uws/http/respond.hpp"
#include "uws/identity/challenges.hpp"
#include "uws/identity/identity_json.hpp"
#include "uws/identity/identity_pages.hpp"

namespace uws {

using http::escaped_html;
using http::Request;

namespace {

struct CellText {
  std::string operator()(std::string const& text) const { return text; }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(double number) const { return engine::shortest(number); }
  std::string operator()(bool yes) const { return yes ? "yes" : "no"; }
  std::string operator()(std::vector<std::string> const& words) const { return engine::joined(words, ", "); }
};

std::string text_of(Cell const& cell) { return std::visit(CellText{}, cell); }

std::string row_html(Request const& request, SheetRow const& row) {
  std::string out = "<tr>";
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    auto const text = text_of(row.cells[i]);
    bool const linked = i == 0 && !row.link.empty();
    out +=
        "<td>" + (linked ? html_link(http::absolute(request, row.link), text) : escaped_html(text)) + "</td>";
  }
  return out + (row.actions.empty() ? "" : "<td>" + row.actions + "</td>") + "</tr>\n";
}

std::string facts_html(Sheet const& sheet) {
  if (sheet.facts.empty()) return {};
  std::string out = "<table>\n";
  for (auto const& [column, cell] : sheet.facts)
    out +=
        "<tr><th>" + escaped_html(column.title) + "</th><td>" + escaped_html(text_of(cell)) + "</td></tr>\n";
  return out + "</table>\n";
}

std::string table_html(Request const& request, Sheet const& sheet) {
  if (sheet.columns.empty()) return {};
  std::string out = "<table>\n<tr>";
  for (auto const& column : sheet.columns) out += "<th>" + escaped_html(column.title) + "</th>";
  bool const acts = std::ranges::any_of(sheet.rows, [](auto const& row) { return !row.actions.empty(); });
  out += acts ? "<th></th></tr>\n" : "</tr>\n";
  for (auto const& row : sheet.rows) out += row_html(request, row);
  return out + "</table>\n";
}

}  // namespace

std::string sheet_html(Request const& request, Account const& account, Sheet const& sheet) {
  std::string out =
      html_head(sheet.title, 0) + "<p>" + html_link(http::absolute(request, "/admin"), "Administration") +
      " &middot; signed in as " + escaped_html(account.name) + "</p>\n<h1>" + escaped_html(sheet.title) +
      "</h1>\n" + sheet.forms + facts_html(sheet) + table_html(request, sheet);
  if (!sheet.next.empty()) out += "<p>" + html_link(http::absolute(request, sheet.next), "older") + "</p>\n";
  return out + html_foot();
}

http::Reply sheet_reply(Request const& request, Account const& account, Sheet const& sheet) {
  if (wants_page(request)) return private_page(200, sheet_html(request, account, sheet));
  return private_json(200, sheet_json(sheet));
}

http::Reply done_reply(Request const& request, std::string const& page, std::string const& what) {
  if (wants_page(request)) return http::see_other(request, page);
  return private_json(200,
                      sheet_json({.key = {}, .title = {}, .columns = {}, .facts = {{{"done", ""}, what}}}));
}

std::string sheet_form(Request const& request, std::string const& path, std::string const& inputs,
                       std::string const& button) {
  return "<form class=\"inline\" method=\"post\" action=\"" + escaped_html(http::absolute(request, path)) +
         "\">" + inputs + " <button>" + escaped_html(button) + "</button></form>\n";
}

std::string input(std::string const& name, std::string const& label, std::string const& attributes) {
  return "<label>" + escaped_html(label) + " <input name=\"" + name + "\" " + attributes + "></label> ";
}

std::string choice(std::string const& name, std::vector<std::string> const& words,
                   std::string const& chosen) {
  std::string out = "<select name=\"" + name + "\">";
  for (auto const& word : words)
    out += std::string("<option") + (word == chosen ? " selected>" : ">") + escaped_html(word) + "</option>";
  return out + "</select> ";
}

std::string hidden(std::string const& name, std::string const& value) {
  return "<input type=\"hidden\" name=\"" + name + "\" value=\"" + escaped_html(value) + "\">";
}

}  // namespace uws

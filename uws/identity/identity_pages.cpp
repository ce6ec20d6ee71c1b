#include "uws/identity/identity_pages.hpp"

#include "engine/base/text.hpp"
#include "uws/async/html_frame.hpp"
#include "uws/http/respond.hpp"
#include "uws/identity/challenges.hpp"

namespace uws {

using http::escaped_html;
using http::Request;
using http::Response;

namespace {

std::string url(Request const& request, std::string_view path) { return http::absolute(request, path); }

std::string field(std::string_view name, std::string_view label, std::string_view attributes) {
  return "<p><label>" + escaped_html(label) + "<br><input name=\"" + std::string(name) + "\" " +
         std::string(attributes) + "></label></p>\n";
}

std::string note(std::string_view message) {
  return message.empty() ? std::string() : "<p class=\"message\">" + escaped_html(message) + "</p>\n";
}

std::string form(std::string const& action, std::string const& fields, std::string_view button) {
  return "<form method=\"post\" action=\"" + escaped_html(action) + "\">\n" + fields + "<p><button>" +
         escaped_html(button) + "</button></p></form>\n";
}

std::string who_line(Request const& request, Account const& account) {
  return "<p>Signed in as <b>" + escaped_html(account.name) + "</b> (" + std::string(word_of(account.role)) +
         "). " + html_link(url(request, "/account"), "Account") + " " +
         html_link(url(request, "/tokens"), "Tokens") + "</p>\n" +
         html_button(url(request, login_path::logout), "ALL", "no", "Sign out");
}

std::string token_row(Request const& request, Account const& account, TokenRow const& token) {
  auto const cell = [](std::string const& text) { return "<td>" + escaped_html(text) + "</td>"; };
  auto const here = token.id == account.token ? std::string(" (this one)") : std::string();
  return "<tr>" + cell(std::string(word_of(token.kind)) + here) + cell(token.label) + cell(token.created) +
         cell(token.expires.empty() ? "never" : token.expires) + cell(token.last_used) + "<td>" +
         html_button(url(request, "/tokens/" + std::to_string(token.id)), "ACTION", "DELETE", "Revoke") +
         "</td></tr>\n";
}

std::string shown_once(NewToken const& made) {
  return "<div class=\"message\"><p>The new token. It is shown this once only:</p><pre>" +
         escaped_html(made.secret) +
         "</pre><p>Use it as <code>Authorization: Bearer &hellip;</code></p></div>\n";
}

}  // namespace

Response private_page(int status, std::string body) {
  auto reply = http::with_type(status, "text/html; charset=utf-8", std::move(body));
  reply.headers.set("Cache-Control", "no-store");
  reply.headers.set("X-Frame-Options", "DENY");
  reply.headers.set("Vary", "Accept");
  return reply;
}

Response login_page(Request const& request, int status, std::string_view message, std::string_view next,
                    ProxyRules const& proxy) {
  std::string body = html_head("Sign in", 0) + "<h1>Sign in</h1>\n" + note(message);
  if (!proxy.login_url.empty())
    body += "<p>" + html_link(proxy.login_url, "Sign in with your institute") + "</p>\n";
  body +=
      form(url(request, login_path::page),
           field("username", "Name", "autocomplete=\"username\" required autofocus") +
               field("password", "Password", "type=\"password\" autocomplete=\"current-password\" required") +
               "<input type=\"hidden\" name=\"next\" value=\"" + escaped_html(next) + "\">\n",
           "Sign in");
  return private_page(status, body + html_foot());
}

Response signed_in_page(Request const& request, Account const& account) {
  std::string body = html_head("Signed in", 0) + "<h1>Signed in</h1>\n" + who_line(request, account);
  body += form(url(request, login_path::logout), "<input type=\"hidden\" name=\"ALL\" value=\"yes\">\n",
               "Sign out everywhere, and revoke all tokens");
  return private_page(200, body + html_foot());
}

Response tokens_page(Request const& request, Account const& account, std::vector<TokenRow> const& tokens,
                     std::optional<NewToken> const& made) {
  std::string body = html_head("Tokens", 0) + "<h1>Tokens and sessions</h1>\n" + who_line(request, account);
  if (made) body += shown_once(*made);
  body += form(url(request, "/tokens"),
               field("LABEL", "What is it for?", "maxlength=\"200\" required") +
                   field("DAYS", "Days until it expires", "type=\"number\" min=\"1\" value=\"90\""),
               "Make a token for scripts");
  body +=
      "<table><tr><th>Kind</th><th>Label</th><th>Made (UTC)</th><th>Expires</th><th>Last "
      "used</th><th></th></tr>\n";
  for (auto const& token : tokens) body += token_row(request, account, token);
  return private_page(made ? 201 : 200, body + "</table>\n" + html_foot());
}

Response account_page(Request const& request, Account const& account, AccountRow const& row,
                      std::string_view message) {
  std::string body = html_head("Account", 0) + "<h1>" + escaped_html(account.name) + "</h1>\n" +
                     note(message) + who_line(request, account);
  body += "<p>Collections: " +
          escaped_html(row.collections.empty() ? "those that are public"
                                               : engine::joined(row.collections, ", ")) +
          "</p>\n";
  if (row.kind == "local")
    body +=
        "<h2>Change the password</h2>\n" +
        form(url(request, "/account/password"),
             field("OLD", "Old password", "type=\"password\" autocomplete=\"current-password\" required") +
                 field("NEW", "New password", "type=\"password\" autocomplete=\"new-password\" required"),
             "Change it; other sessions and all tokens end");
  return private_page(200, body + html_foot());
}

}  // namespace uws

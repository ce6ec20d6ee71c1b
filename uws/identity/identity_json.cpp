#include "uws/identity/identity_json.hpp"

#include <nlohmann/json.hpp>

#include "uws/http/accept.hpp"
#include "uws/http/respond.hpp"

namespace uws {
namespace {

using nlohmann::json;

json or_null(std::string const& text) { return text.empty() ? json(nullptr) : json(text); }

[[noreturn]] void no_fields() {
  throw http::Refusal(400, "the body is no flat JSON object - send {\"name\": \"value\", ...}, or a form");
}

std::string text_of(json const& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number() || value.is_boolean()) return value.dump();
  if (value.is_null()) return {};
  no_fields();
}

http::Parameters json_fields(std::string const& body) {
  // Nothing of the body is repeated in a message: there are passwords in it.
  auto const tree = json::parse(body, nullptr, false);
  if (!tree.is_object()) no_fields();
  std::vector<http::Parameter> fields;
  for (auto const& [name, value] : tree.items()) {
    auto text = text_of(value);
    if (text.find('\0') != text.npos) no_fields();
    fields.push_back({name, std::move(text)});
  }
  return {std::move(fields), {}};
}

std::string written(json const& tree) {
  return tree.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace

http::Parameters fields_of(http::Request const& request) {
  auto const type = http::parse_media_type(request.headers.find("Content-Type").value_or(""));
  if (type && type->type == "application/json") return json_fields(request.body);
  http::Request body = request;
  body.query.clear();
  return http::parse_parameters(body);
}

std::string field_in(http::Parameters const& fields, std::string_view name) {
  return std::string(fields.find(name).value_or(""));
}

std::string account_json(Account const& account, AccountRow const* row) {
  json tree{{"user", or_null(account.name)}};
  json acts = json::array();
  for (Act const act : all_acts())
    if (may(account.role, act)) acts.push_back(word_of(act));
  if (!account.name.empty()) tree["role"] = word_of(account.role);
  tree["may"] = std::move(acts);
  if (row) {
    tree["kind"] = row->kind;
    tree["name"] = or_null(row->display_name);
    tree["email"] = or_null(row->email);
    tree["collections"] = row->collections;
  }
  return written(tree);
}

std::string tokens_json(Account const& account, std::vector<TokenRow> const& tokens) {
  json all = json::array();
  for (auto const& token : tokens)
    all.push_back({{"id", token.id},
                   {"kind", word_of(token.kind)},
                   {"label", token.label},
                   {"created", token.created},
                   {"expires", or_null(token.expires)},
                   {"last_used", or_null(token.last_used)},
                   {"current", token.id == account.token}});
  return written({{"tokens", std::move(all)}});
}

std::string new_token_json(NewToken const& made, std::string const& label) {
  return written(
      {{"id", made.id}, {"label", label}, {"token", made.secret}, {"expires", or_null(made.expires)}});
}

std::string session_json(Account const& account, NewToken const& session) {
  return written(
      {{"user", account.name}, {"role", word_of(account.role)}, {"expires", or_null(session.expires)}});
}

http::Response private_json(int status, std::string body) {
  auto reply = http::with_type(status, "application/json", std::move(body));
  reply.headers.set("Cache-Control", "no-store");
  reply.headers.set("Vary", "Accept");
  return reply;
}

}  // namespace uws

#include "uws/identity/accounts.hpp"

#include <algorithm>

#include "catalog/pg/array.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "uws/identity/credentials.hpp"
#include "uws/identity/password.hpp"
#include "uws/identity/tokens.hpp"

namespace uws {
namespace {

using catalog::pg::Connection;

constexpr std::size_t shortest_password = 8, longest_password = 1024;

/// The words of all values but the first, which is "nobody" and "nothing".
std::vector<std::string> words_of_roles() {
  std::vector<std::string> words;
  for (Role const role : all_roles().subspan(1)) words.emplace_back(word_of(role));
  return words;
}
std::vector<std::string> words_of_standings() {
  std::vector<std::string> words;
  for (auto const standing : {Standing::reader, Standing::member, Standing::pi, Standing::manager})
    words.emplace_back(word_of(standing));
  return words;
}

[[noreturn]] void refuse(std::string const& message) {
  throw engine::Failure(engine::Fault::bad_request, message);
}

std::string meant(std::string const& word, std::span<std::string const> known) {
  auto const nearest = engine::nearest_word(word, known);
  return nearest ? "; did you mean " + *nearest + "?" : "";
}

void check_word(std::string const& what, std::string const& word, std::span<std::string const> known) {
  if (std::find(known.begin(), known.end(), word) != known.end()) return;
  refuse(what + ": '" + word + "' is none; there are " + engine::joined({known.begin(), known.end()}, ", "));
}

std::vector<std::string> names_in(Connection& database, std::string const& sql) {
  auto const rows = database.run(sql);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < rows.rows(); ++i) names.push_back(rows.text(i, 0));
  return names;
}

void check_changed(Connection& database, catalog::pg::Result const& result, std::string const& name) {
  if (result.affected() > 0) return;
  refuse("there is no account '" + name + "'" +
         meant(name, names_in(database, "SELECT name FROM store.user_account ORDER BY name")));
}

std::string collection_id(Connection& database, std::string const& name) {
  auto const rows = database.run("SELECT id FROM store.collection WHERE name = $1", {name});
  if (!rows.empty()) return rows.text(0, 0);
  refuse("there is no collection '" + name + "'" +
         meant(name, names_in(database, "SELECT name FROM store.collection ORDER BY name")));
}

void check_account(Connection& database, std::string const& name) {
  check_changed(database, database.run("SELECT 1 FROM store.user_account WHERE name = $1", {name}), name);
}

constexpr char const* account_columns =
    "SELECT u.name, u.role, u.kind, u.active, coalesce(u.display_name, ''), coalesce(u.email, ''),"
    " coalesce(to_char(u.last_seen AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), ''),"
    " array_remove(array_agg(c.name || ' (' || r.role || ')' ORDER BY c.name), NULL)"
    " FROM store.user_account u LEFT JOIN store.user_collection r ON r.user_name = u.name"
    " LEFT JOIN store.collection c ON c.id = r.collection_id";

AccountRow row_in(catalog::pg::Result const& rows, std::size_t i) {
  AccountRow row{rows.text(i, 0), rows.text(i, 1), rows.text(i, 2), rows.boolean(i, 3)};
  row.display_name = rows.text(i, 4);
  row.email = rows.text(i, 5);
  row.last_seen = rows.text(i, 6);
  for (auto& element : catalog::pg::array_elements(rows.text(i, 7)))
    if (element) row.collections.push_back(std::move(*element));
  return row;
}

void end_all_tokens(Connection& database, std::string const& name) {
  database.run("UPDATE store.user_token SET revoked = now() WHERE user_name = $1 AND revoked IS NULL",
               {name});
}

}  // namespace

std::vector<AccountRow> accounts(Connection& database) {
  auto const rows = database.run(std::string(account_columns) + " GROUP BY u.name ORDER BY u.name");
  std::vector<AccountRow> all;
  for (std::size_t i = 0; i < rows.rows(); ++i) all.push_back(row_in(rows, i));
  return all;
}

std::optional<AccountRow> account_row(Connection& database, std::string const& name) {
  auto const rows = database.run(std::string(account_columns) + " WHERE u.name = $1 GROUP BY u.name", {name});
  return rows.empty() ? std::nullopt : std::optional(row_in(rows, 0));
}

void check_password(std::string const& password) {
  if (password.size() < shortest_password)
    refuse("the password is too short: " + std::to_string(shortest_password) + " characters are the least");
  if (password.size() > longest_password)
    refuse("the password is too long: " + std::to_string(longest_password) + " characters are the most");
}

void add_account(Connection& database, std::string const& name, std::string const& role,
                 std::optional<std::string> const& password) {
  check_word("role", role, words_of_roles());
  if (!is_possible_name(name) || name == "anonymous" || name.find(':') != name.npos)
    refuse("'" + name + "' cannot be a user's name: not empty, not 'anonymous', no colon");
  if (password) check_password(*password);
  auto const hash = password ? std::optional(password_hash(*password)) : std::nullopt;
  auto const made = database.run(
      "INSERT INTO store.user_account (name, role, password_hash) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
      {name, role, hash});
  if (made.affected() == 0) refuse("there is an account '" + name + "' already");
}

void set_password(Connection& database, std::string const& name, std::string const& password) {
  check_password(password);
  auto const done = database.run("UPDATE store.user_account SET password_hash = $2 WHERE name = $1",
                                 {name, password_hash(password)});
  check_changed(database, done, name);
  end_all_tokens(database, name);
}

void set_role(Connection& database, std::string const& name, std::string const& role) {
  check_word("role", role, words_of_roles());
  check_changed(database,
                database.run("UPDATE store.user_account SET role = $2 WHERE name = $1", {name, role}), name);
}

void reopen_account(Connection& database, std::string const& name) {
  check_changed(database, database.run("UPDATE store.user_account SET active = true WHERE name = $1", {name}),
                name);
}

void close_account(Connection& database, std::string const& name) {
  check_changed(database,
                database.run("UPDATE store.user_account SET active = false WHERE name = $1", {name}), name);
  end_all_tokens(database, name);
}

void grant(Connection& database, std::string const& name, std::string const& collection,
           std::string const& role, std::string const& by) {
  check_word("right", role, words_of_standings());
  check_account(database, name);
  database.run(
      "INSERT INTO store.user_collection (user_name, collection_id, role, granted_by) VALUES ($1, $2, $3, $4)"
      " ON CONFLICT (user_name, collection_id)"
      " DO UPDATE SET role = EXCLUDED.role, expires = NULL, granted_by = EXCLUDED.granted_by",
      {name, collection_id(database, collection), role, by.empty() ? std::nullopt : std::optional(by)});
}

void revoke(Connection& database, std::string const& name, std::string const& collection) {
  check_account(database, name);
  database.run("DELETE FROM store.user_collection WHERE user_name = $1 AND collection_id = $2",
               {name, collection_id(database, collection)});
}

Standing standing_on(Connection& database, std::string const& name, std::string const& collection) {
  auto const rows = database.run(
      "SELECT r.role FROM store.user_collection r JOIN store.collection c ON c.id = r.collection_id"
      " WHERE r.user_name = $1 AND c.name = $2 AND (r.expires IS NULL OR r.expires > now())",
      {name, collection});
  return rows.empty() ? Standing::none : standing_of(rows.text(0, 0)).value_or(Standing::none);
}

std::string add_token(Connection& database, std::string const& name, std::string const& label,
                      std::optional<int> days) {
  check_account(database, name);
  auto const lifetime =
      days ? std::optional(std::chrono::seconds(std::chrono::hours(24) * *days)) : std::nullopt;
  return make_token(database, TokenKind::bearer, name, label, lifetime).secret;
}

}  // namespace uws

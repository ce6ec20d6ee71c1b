#include "uws/identity/accounts.hpp"

#include <algorithm>
#include <array>

#include "catalog/pg/array.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/sha256.hpp"
#include "uws/identity/password.hpp"

namespace uws {
namespace {

using catalog::pg::Connection;

constexpr std::size_t shortest_password = 8;
std::array<std::string, 5> const roles{"astronomer", "quality", "data_manager", "operator", "admin"};
std::array<std::string, 4> const rights{"reader", "member", "pi", "manager"};

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

void check_password(std::string const& password) {
  if (password.size() < shortest_password)
    refuse("the password is too short: " + std::to_string(shortest_password) + " characters are the least");
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

}  // namespace

std::vector<AccountRow> accounts(Connection& database) {
  auto const rows = database.run(
      "SELECT u.name, u.role, u.kind, u.active,"
      " array_remove(array_agg(c.name || ' (' || r.role || ')' ORDER BY c.name), NULL)"
      " FROM store.user_account u LEFT JOIN store.user_collection r ON r.user_name = u.name"
      " LEFT JOIN store.collection c ON c.id = r.collection_id GROUP BY u.name ORDER BY u.name");
  std::vector<AccountRow> all;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    all.push_back({rows.text(i, 0), rows.text(i, 1), rows.text(i, 2), rows.boolean(i, 3)});
    for (auto& element : catalog::pg::array_elements(rows.text(i, 4)))
      if (element) all.back().collections.push_back(std::move(*element));
  }
  return all;
}

void add_account(Connection& database, std::string const& name, std::string const& role,
                 std::optional<std::string> const& password) {
  check_word("role", role, roles);
  if (name.empty() || name == "anonymous" || name.find(':') != name.npos)
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
}

void close_account(Connection& database, std::string const& name) {
  check_changed(database,
                database.run("UPDATE store.user_account SET active = false WHERE name = $1", {name}), name);
  database.run("UPDATE store.user_token SET revoked = now() WHERE user_name = $1 AND revoked IS NULL",
               {name});
}

void grant(Connection& database, std::string const& name, std::string const& collection,
           std::string const& role) {
  check_word("right", role, rights);
  check_account(database, name);
  database.run(
      "INSERT INTO store.user_collection (user_name, collection_id, role) VALUES ($1, $2, $3)"
      " ON CONFLICT (user_name, collection_id) DO UPDATE SET role = EXCLUDED.role, expires = NULL",
      {name, collection_id(database, collection), role});
}

void revoke(Connection& database, std::string const& name, std::string const& collection) {
  check_account(database, name);
  database.run("DELETE FROM store.user_collection WHERE user_name = $1 AND collection_id = $2",
               {name, collection_id(database, collection)});
}

std::string add_token(Connection& database, std::string const& name, std::string const& label,
                      std::optional<int> days) {
  check_account(database, name);
  auto secret = new_secret();
  auto const lifetime = days ? std::optional(std::to_string(*days)) : std::nullopt;
  database.run(
      "INSERT INTO store.user_token (hash, user_name, label, expires)"
      " VALUES ($1, $2, $3, now() + make_interval(days => $4::integer))",
      {engine::sha256_of(secret), name, label, lifetime});
  return secret;
}

}  // namespace uws

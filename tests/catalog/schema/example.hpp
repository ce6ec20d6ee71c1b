/// A catalogue with a few collections in it, and the ways people look at it.
#pragma once

#include <cstdint>
#include <string>

#include "catalog/pg/connection.hpp"

namespace schema_test {

/// A new database with all tables, functions and views, and nothing in it.
catalog::pg::Connection empty_catalogue();

/// Three collections that all have a run 5029748 and a run of their own: `open` (public, with a table
/// open_dr.obscore), `guarded` (proprietary, but everybody may know of it) and `secret` (proprietary,
/// metadata hidden). Users: alice may read guarded, bob secret, carol both but her account is closed, dora
/// oversees the service.
catalog::pg::Connection example_catalogue();

/// From now on as a session of the TAP service of that user; "" is anonymous.
void become(catalog::pg::Connection& db, std::string const& user);
/// Back to the owner of the tables.
void become_owner(catalog::pg::Connection& db);

std::int64_t number(catalog::pg::Connection& db, std::string const& sql);
/// All cells of all rows: rows joined by newlines, cells by '|', NULL as "-".
std::string table(catalog::pg::Connection& db, std::string const& sql);

}  // namespace schema_test

/// The SQL that makes the catalogue's tables, functions and views; embedded in the program at build time.
#pragma once

#include <span>

#include "catalog/pg/migrate.hpp"

namespace catalog::schema {

/// catalog/schema/migrations/<number>_<name>.sql, in order: base tables in the SQL schema `store`.
std::span<pg::Migration const> migrations();

/// In order: the functions of ADQL, vocabularies, rules of visibility, indexes that need functions, the views
/// and TAP_SCHEMA, the role `distill_reader`, and the tables of published collections.
std::span<pg::Script const> repeatable_scripts();

}  // namespace catalog::schema

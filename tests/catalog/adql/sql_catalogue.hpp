/// A small catalogue for the tests of the translator: as the translator sees it and as PostgreSQL has it.
#pragma once

#include <string>
#include <vector>

#include "catalog/adql/tables.hpp"
#include "catalog/adql/translate.hpp"
#include "catalog/pg/connection.hpp"

namespace adql_tests {

catalog::adql::Tables const& example_tables();

/// One connection per process to a database with the functions of the schema adql and the example tables.
catalog::pg::Connection& example_database();

/// Rows by "; ", cells by " | ", NULL as NULL.
std::string rows_of(catalog::adql::Translation const& translation);

/// The first error of PostgreSQL's own parser, or "" if the text is exactly one SELECT.
std::string complaint_of_postgresql(std::string const& sql);

}  // namespace adql_tests

/// Brings a database to the form this version of the program needs.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/pg/connection.hpp"

namespace catalog::pg {

/// Changes tables once. Numbers are 1, 2, 3, ... in order; the text never changes after a release.
struct Migration {
  int number;
  std::string_view name, sql;
};

/// Defines views and functions; written so that it may run any number of times on any earlier state.
struct Script {
  std::string_view name, sql;
};

struct MigrationReport {
  int from = 0, to = 0;                ///< number of the last migration before and after
  std::vector<std::string> applied{};  ///< "2 ambient conditions"
  bool scripts_run = false;
};

/// Makes the SQL schema `store` with the tables store.migration and store.repeatable_script if they are
/// missing, applies each missing migration in a transaction of its own, then, if any was applied or any
/// script has changed, all `repeatable` scripts in order in one transaction: readers never see a view
/// missing. Several programs may start at once: an advisory lock lets one work and the others find it done.
/// Failure(missing_resource) for a database that is newer than the program, older than PostgreSQL 13,
/// read-only, or does not allow us to create schemas; Failure(internal) if the text of an applied migration
/// has changed.
MigrationReport migrate(Connection& connection, std::span<Migration const> migrations,
                        std::span<Script const> repeatable);

}  // namespace catalog::pg

/// What the names in a query stand for: the sources in FROM, their columns, and the scopes around a subquery.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/adql/ast.hpp"
#include "catalog/adql/column_list.hpp"
#include "catalog/adql/tables.hpp"

namespace catalog::adql {

/// How the translator leaves a query that it cannot translate; caught in translate().
struct Refused {
  Problem problem;
};
[[noreturn]] void refuse(Place place, std::string message);

/// One thing in FROM that a dot can follow.
struct Source {
  Identifier name;     ///< the alias, or the last name of the table
  std::string schema;  ///< of a table without alias; empty otherwise
  std::string hidden;  ///< "schema.table" of a table that has an alias, for hints
  ColumnList columns;
};

/// What one SELECT sees: its own sources, then those of the queries around it.
struct Scope {
  Scope const* outer = nullptr;
  std::vector<Source> sources{};
  /// For names without a table, and for *: joined columns of NATURAL and USING stand here once.
  ColumnList columns{};
};

/// Regular names match without case, delimited ones exactly.
bool matches(Identifier const& written, std::string_view declared);
bool same_name(Identifier const& a, Identifier const& b);

/// The declared name without the quotes that TAP_SCHEMA may carry ("size").
std::string_view unquoted(std::string_view declared);

/// For PostgreSQL: in double quotes, which are doubled inside.
std::string sql_quoted(std::string const& name);

/// "schema.table.column" as written, for messages.
std::string text_of(NamePath const& path);

struct Found {
  SourceColumn const* column = nullptr;  ///< never null
  Scope const* scope = nullptr;          ///< the one it was found in
};

/// Refuses unknown and ambiguous names, with what was probably meant.
Found find_column(NamePath const& path, Scope const& scope);

/// For `t.*`.
Source const& find_source(NamePath const& path, Scope const& scope);

/// The published table of that name; refuses unknown and ambiguous ones. A schema may be left out if that is
/// clear.
PublishedTable const& find_table(NamePath const& path, Tables const& tables);

}  // namespace catalog::adql

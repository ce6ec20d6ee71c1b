/// The tables a query may name: TAP_SCHEMA as a value, with what the translator needs to know beside it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/table/column.hpp"

namespace catalog::adql {

struct PublishedColumn {
  Column column;         ///< as TAP_SCHEMA declares it
  std::string sql_name;  ///< the name in PostgreSQL, unquoted ("s_region")
  bool indexed = false, principal = false, standard = false;
};

struct PublishedTable {
  std::string schema, name;          ///< as TAP_SCHEMA declares it, without quotes: "ivoa", "ObsCore"
  std::string sql_schema, sql_name;  ///< in PostgreSQL, unquoted; uploads live in pg_temp
  std::string type = "table";        ///< or "view"
  std::string description{}, utype{};
  std::vector<PublishedColumn> columns{};
};

struct ForeignKey {
  std::string id, from_table, target_table, description;  ///< tables as "schema.name"
  std::vector<std::pair<std::string, std::string>> columns;
};

struct PublishedSchema {
  std::string name, description, utype;
};

/// Immutable once made: shared by all requests until the catalogue changes.
struct Tables {
  std::vector<PublishedSchema> schemas;
  std::vector<PublishedTable> tables;
  std::vector<ForeignKey> keys{};
};

}  // namespace catalog::adql

#include "catalog/published_tables.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/base/failure.hpp"

namespace catalog {
namespace {

constexpr Datatype all_datatypes[] = {Datatype::boolean, Datatype::unsigned_byte, Datatype::short_int,
                                      Datatype::int_,    Datatype::long_,         Datatype::float_,
                                      Datatype::double_, Datatype::char_,         Datatype::unicode_char};

Datatype datatype_named(std::string_view word, std::string const& place) {
  auto const* const found = std::ranges::find(all_datatypes, word, votable_word);
  if (found == std::end(all_datatypes))
    throw engine::Failure(engine::Fault::internal, "cannot use tap_schema.columns: " + place +
                                                       " (datatype '" + std::string(word) +
                                                       "' is no word of VOTable)");
  return *found;
}

/// TAP_SCHEMA writes names as queries do: "size" is quoted there, being a reserved word.
std::string without_quotes(std::string_view name) {
  if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
  return std::string(name);
}

std::string text_or_empty(pg::Result const& rows, std::size_t row, std::size_t column) {
  return std::string(rows.cell(row, column).value_or(""));
}

std::vector<adql::PublishedSchema> load_schemas(pg::Connection& connection) {
  pg::Result const rows = connection.run(
      "SELECT schema_name, description, utype FROM tap_schema.schemas ORDER BY schema_index, schema_name");
  std::vector<adql::PublishedSchema> schemas;
  for (std::size_t i = 0; i < rows.rows(); ++i)
    schemas.push_back({rows.text(i, 0), text_or_empty(rows, i, 1), text_or_empty(rows, i, 2)});
  return schemas;
}

/// "ivoa.obscore" is found under exactly this name in PostgreSQL.
adql::PublishedTable table_of(pg::Result const& rows, std::size_t i) {
  adql::PublishedTable table;
  table.schema = rows.text(i, 0);
  std::string const full = rows.text(i, 1);
  table.name = full.starts_with(table.schema + ".") ? full.substr(table.schema.size() + 1) : full;
  table.sql_schema = table.schema;
  table.sql_name = table.name;
  table.type = rows.text(i, 2);
  table.description = text_or_empty(rows, i, 3);
  table.utype = text_or_empty(rows, i, 4);
  return table;
}

adql::PublishedColumn column_of(pg::Result const& rows, std::size_t i) {
  std::string const name = without_quotes(rows.text(i, 1));
  adql::PublishedColumn column;
  column.column.name = name;
  column.column.datatype = datatype_named(rows.text(i, 2), rows.text(i, 0) + "." + name);
  column.column.arraysize = text_or_empty(rows, i, 3);
  column.column.xtype = text_or_empty(rows, i, 4);
  column.column.unit = text_or_empty(rows, i, 5);
  column.column.ucd = text_or_empty(rows, i, 6);
  column.column.utype = text_or_empty(rows, i, 7);
  column.column.description = text_or_empty(rows, i, 8);
  column.sql_name = name;
  column.indexed = rows.integer(i, 9) != 0;
  column.principal = rows.integer(i, 10) != 0;
  column.standard = rows.integer(i, 11) != 0;
  return column;
}

std::vector<adql::PublishedTable> load_published(pg::Connection& connection) {
  pg::Result const rows = connection.run(
      "SELECT t.schema_name, t.table_name, t.table_type, t.description, t.utype FROM tap_schema.tables t"
      " JOIN tap_schema.schemas s USING (schema_name) ORDER BY s.schema_index, t.table_index, t.table_name");
  std::vector<adql::PublishedTable> tables;
  std::map<std::string, std::size_t> place;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    place[rows.text(i, 1)] = tables.size();
    tables.push_back(table_of(rows, i));
  }
  pg::Result const columns = connection.run(
      "SELECT table_name, column_name, datatype, arraysize, xtype, unit, ucd, utype, description, indexed,"
      " principal, std FROM tap_schema.columns ORDER BY table_name, column_index, column_name");
  for (std::size_t i = 0; i < columns.rows(); ++i)
    if (auto const found = place.find(columns.text(i, 0)); found != place.end())
      tables[found->second].columns.push_back(column_of(columns, i));
  return tables;
}

std::vector<adql::ForeignKey> load_keys(pg::Connection& connection) {
  pg::Result const rows = connection.run(
      "SELECT k.key_id, k.from_table, k.target_table, k.description, c.from_column, c.target_column"
      " FROM tap_schema.keys k JOIN tap_schema.key_columns c USING (key_id) ORDER BY k.key_id, "
      "c.from_column");
  std::vector<adql::ForeignKey> keys;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    if (keys.empty() || keys.back().id != rows.text(i, 0))
      keys.push_back({rows.text(i, 0), rows.text(i, 1), rows.text(i, 2), text_or_empty(rows, i, 3), {}});
    keys.back().columns.emplace_back(without_quotes(rows.text(i, 4)), without_quotes(rows.text(i, 5)));
  }
  return keys;
}

}  // namespace

adql::Tables load_tables(pg::Connection& connection) {
  return {load_schemas(connection), load_published(connection), load_keys(connection)};
}

}  // namespace catalog

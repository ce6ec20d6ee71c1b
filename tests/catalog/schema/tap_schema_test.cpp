/// TAP_SCHEMA says exactly what there is, itself included.
#include <algorithm>

#include <doctest/doctest.h>

#include "catalog/adql/translate.hpp"
#include "catalog/published_tables.hpp"
#include "example.hpp"

using namespace schema_test;
using catalog::pg::Connection;

namespace {

/// PostgreSQL's type for each column that TAP_SCHEMA describes; a region is numbers inside and STC-S outside.
constexpr char const* type_rule = R"sql(
  CASE WHEN xtype = 'adql:REGION' THEN 'double precision[]'
       WHEN xtype = 'timestamp' THEN 'timestamp without time zone'
       WHEN datatype IN ('char', 'unicodeChar') AND arraysize = '*' THEN 'text'
       WHEN datatype = 'int' AND arraysize IS NULL THEN 'integer'
       WHEN datatype = 'long' AND arraysize IS NULL THEN 'bigint'
       WHEN datatype = 'double' AND arraysize IS NULL THEN 'double precision' END)sql";

constexpr char const* really_there = R"sql(
  SELECT n.nspname || '.' || c.relname AS table_name, a.attname::text AS column_name,
         format_type(a.atttypid, a.atttypmod) AS sql_type
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
  WHERE c.relkind IN ('r', 'v') AND NOT a.attisdropped
    AND n.nspname NOT IN ('store', 'pg_catalog', 'information_schema', 'adql') AND n.nspname NOT LIKE 'pg\_%')sql";

}  // namespace

TEST_CASE("each described column exists with its type, and each existing one is described") {
  Connection db = example_catalogue();
  std::string const described =
      std::string("SELECT table_name, trim(column_name, '\"'), ") + type_rule + " FROM tap_schema.columns";
  CHECK(table(db, described + " EXCEPT " + really_there) == "");
  CHECK(table(db, std::string(really_there) + " EXCEPT " + described) == "");
  CHECK(number(db, "SELECT count(*) FROM tap_schema.columns") > 500);
}

TEST_CASE("tables and columns are described in full") {
  Connection db = example_catalogue();
  CHECK(table(db,
              "SELECT table_name FROM tap_schema.tables WHERE description IS NULL OR table_name NOT LIKE "
              "schema_name || '.%'") == "");
  CHECK(table(db,
              "SELECT table_name FROM tap_schema.tables EXCEPT SELECT table_name FROM tap_schema.columns") ==
        "");
  CHECK(
      table(db,
            "SELECT schema_name FROM tap_schema.schemas EXCEPT SELECT schema_name FROM tap_schema.tables") ==
      "");
  CHECK(table(db,
              "SELECT table_name, column_name FROM tap_schema.columns WHERE description IS NULL OR "
              "column_index IS NULL"
              " OR indexed NOT IN (0, 1) OR principal NOT IN (0, 1) OR std NOT IN (0, 1)") == "");
  CHECK(
      table(db,
            "SELECT table_name FROM tap_schema.tables t JOIN pg_class c ON c.oid = to_regclass(t.table_name)"
            " WHERE t.table_type <> CASE c.relkind WHEN 'v' THEN 'view' ELSE 'table' END") == "");
}

TEST_CASE("TAP_SCHEMA has the tables and columns of TAP 1.1 section 4, the size in quotes") {
  Connection db = empty_catalogue();
  CHECK(
      table(db,
            "SELECT table_name, string_agg(column_name, ' ' ORDER BY column_name) FROM tap_schema.columns"
            " WHERE table_name LIKE 'tap_schema.%' AND std = 1 GROUP BY 1 ORDER BY 1") ==
      "tap_schema.columns|\"size\" arraysize column_index column_name datatype description indexed principal "
      "std "
      "table_name ucd unit utype xtype\n"
      "tap_schema.key_columns|from_column key_id target_column\n"
      "tap_schema.keys|description from_table key_id target_table utype\n"
      "tap_schema.schemas|description schema_index schema_name utype\n"
      "tap_schema.tables|description schema_name table_index table_name table_type utype");
  CHECK(table(db, R"(SELECT "size" FROM tap_schema.columns LIMIT 1)") == "-");
}

TEST_CASE("references between tables name columns that exist and match") {
  Connection db = example_catalogue();
  CHECK(number(db, "SELECT count(*) FROM tap_schema.keys") > 20);
  CHECK(table(db, "SELECT key_id FROM tap_schema.keys EXCEPT SELECT key_id FROM tap_schema.key_columns") ==
        "");
  CHECK(table(db, R"sql(
    SELECT k.key_id FROM tap_schema.keys k JOIN tap_schema.key_columns p USING (key_id)
      LEFT JOIN tap_schema.columns a ON a.table_name = k.from_table AND a.column_name = p.from_column
      LEFT JOIN tap_schema.columns b ON b.table_name = k.target_table AND b.column_name = p.target_column
    WHERE a.datatype IS DISTINCT FROM b.datatype OR a.datatype IS NULL)sql") == "");
}

TEST_CASE("an indexed column is one by which PostgreSQL can find rows") {
  Connection db = example_catalogue();
  // Columns of views come from base tables: by the rules of the view, and by an index that begins with the
  // column.
  CHECK(table(db, R"sql(
    SELECT t.table_name, t.column_name FROM tap_schema.columns t
    WHERE t.indexed = 1 AND t.table_name = 'ivoa.obscore' AND t.column_name NOT IN ('s_ra', 's_dec', 's_region')
      AND NOT EXISTS (SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
                      WHERE i.indrelid = 'store.dataset'::regclass AND a.attname = t.column_name))sql") ==
        "");
  CHECK(table(db,
              "SELECT string_agg(column_name, ' ' ORDER BY column_name) FROM tap_schema.columns"
              " WHERE table_name = 'ivoa.obscore' AND indexed = 1") ==
        "em_max em_min obs_id obs_publisher_did s_dec s_ra s_region t_max t_min target_key target_name");
}

TEST_CASE("the translator's tables are those of TAP_SCHEMA") {
  Connection db = example_catalogue();
  become(db, "");
  catalog::adql::Tables const tables = catalog::load_tables(db);
  CHECK(tables.schemas.front().name == "ivoa");
  CHECK(tables.schemas.back().name == "guarded_dr");
  std::size_t columns = 0;
  for (auto const& table : tables.tables) columns += table.columns.size();
  CHECK(columns == static_cast<std::size_t>(number(db, "SELECT count(*) FROM tap_schema.columns")));

  auto const& obscore = tables.tables.front();
  CHECK(obscore.schema == "ivoa");
  CHECK(obscore.name == "obscore");
  CHECK(obscore.sql_schema == "ivoa");
  CHECK(obscore.sql_name == "obscore");
  CHECK(obscore.type == "view");
  CHECK(obscore.utype == "ivo://ivoa.net/std/obscore#table-1.1");
  auto const& type = obscore.columns.front();
  CHECK(type.column.name == "dataproduct_type");
  CHECK(type.column.datatype == catalog::Datatype::char_);
  CHECK(type.column.arraysize == "*");
  CHECK(type.column.ucd == "meta.code.class");
  CHECK(type.principal);
  CHECK(type.standard);
  CHECK_FALSE(type.indexed);

  auto const size = std::find_if(tables.tables.begin(), tables.tables.end(), [](auto const& t) {
    return t.schema == "tap_schema" && t.name == "columns";
  });
  REQUIRE(size != tables.tables.end());
  CHECK(std::any_of(size->columns.begin(), size->columns.end(),
                    [](auto const& c) { return c.column.name == "size" && c.sql_name == "size"; }));
  auto const key = std::find_if(tables.keys.begin(), tables.keys.end(),
                                [](auto const& k) { return k.from_table == "dl3.header"; });
  REQUIRE(key != tables.keys.end());
  CHECK(key->target_table == "dl3.observation");
  CHECK(key->columns == std::vector<std::pair<std::string, std::string>>{{"obs_collection", "obs_collection"},
                                                                         {"obs_id", "obs_id"}});
}

TEST_CASE("a TAP_SCHEMA that makes no sense is refused with the place") {
  Connection db = empty_catalogue();
  db.run(
      "UPDATE tap_schema.columns SET datatype = 'varchar' WHERE table_name = 'ivoa.obscore' AND column_name "
      "= 'obs_id'");
  CHECK_THROWS_WITH_AS(
      catalog::load_tables(db),
      "cannot use tap_schema.columns: ivoa.obscore.obs_id (datatype 'varchar' is no word of VOTable)",
      engine::Failure);
}

TEST_CASE("all that is published can be asked for in ADQL, column by column") {
  Connection db = example_catalogue();
  catalog::adql::Tables const tables = catalog::load_tables(db);
  become(db, "");
  for (auto const& table : tables.tables) {
    std::string columns;
    for (auto const& c : table.columns)
      columns += (columns.empty() ? "" : ", ") + (c.column.name == "size" ? "\"size\"" : c.column.name);
    std::string const query = "SELECT " + columns + " FROM " + table.schema + "." + table.name;
    CAPTURE(query);
    auto const translation = catalog::adql::translate(query, tables);
    if (!translation) FAIL(text_of(translation.error()));
    CHECK(translation->columns.size() == table.columns.size());
    CHECK_NOTHROW(db.run(translation->sql, {}));
  }
}

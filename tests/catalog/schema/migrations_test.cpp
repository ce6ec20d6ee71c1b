/// The tables that the migrations make, step by step, are the tables of the model.
#include <fstream>
#include <iterator>

#include <doctest/doctest.h>

#include "catalog/schema/scripts.hpp"
#include "cluster_fixture.hpp"
#include "example.hpp"

using catalog::pg::Connection;
using catalog::pg::migrate;

namespace {

/// What PostgreSQL says of the base tables, one line for each column, constraint, index and sequence. Left
/// out: the tables that the migration runner keeps for itself, and indexes that the scripts make.
std::string tables_as_postgres_knows_them(Connection& db) {
  return schema_test::table(db, R"sql(
    WITH t AS (SELECT c.oid, c.relname FROM pg_class c WHERE c.relnamespace = 'store'::regnamespace AND c.relkind = 'r'
                 AND c.relname NOT IN ('migration', 'repeatable_script'))
    SELECT * FROM (
      SELECT 'column', t.relname::text, concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod),
        CASE WHEN a.attnotnull THEN 'not null' END, 'identity ' || nullif(a.attidentity::text, ''), 'generated ' || nullif(a.attgenerated::text, ''),
        pg_get_expr(d.adbin, d.adrelid))
      FROM t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
      UNION ALL SELECT 'constraint', t.relname, conname || ' ' || pg_get_constraintdef(k.oid)
      FROM t JOIN pg_constraint k ON k.conrelid = t.oid
      UNION ALL SELECT 'index', t.relname, pg_get_indexdef(i.indexrelid)
      FROM t JOIN pg_index i ON i.indrelid = t.oid WHERE i.indexprs IS NULL) AS x (kind, relation, says)
    ORDER BY 1, 2, 3)sql");
}

std::string model_tables() {
  std::ifstream file(std::string(SCHEMA_FOLDER) + "/generated/tables.sql");
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string of_model() {
  Connection db(pg_test::fresh_database());
  db.script(model_tables());
  return tables_as_postgres_knows_them(db);
}

}  // namespace

TEST_CASE("migrating from any earlier version gives the tables of the model") {
  auto const all = catalog::schema::migrations();
  std::string const expected = of_model();
  REQUIRE(expected.find("column|observation|tstart double precision") != std::string::npos);
  for (std::size_t known = 0; known < all.size(); ++known) {
    CAPTURE(known);
    Connection db(pg_test::fresh_database());
    migrate(db, all.first(known), {});
    migrate(db, all, {});
    CHECK(tables_as_postgres_knows_them(db) == expected);
  }
}

TEST_CASE("migrations are numbered 1, 2, 3 and bear their names") {
  int number = 0;
  for (auto const& migration : catalog::schema::migrations()) {
    CHECK(migration.number == ++number);
    CHECK_FALSE(migration.name.empty());
    CHECK(migration.sql.ends_with("\n"));
  }
  CHECK(number >= 1);
}

TEST_CASE("migrating a catalogue with data in it again changes nothing") {
  Connection db = schema_test::example_catalogue();
  std::string const everything = "SELECT * FROM ivoa.obscore ORDER BY obs_publisher_did";
  std::string const columns = "SELECT * FROM tap_schema.columns ORDER BY table_name, column_index";
  std::string const before = schema_test::table(db, everything),
                    columns_before = schema_test::table(db, columns);
  for (auto const& script : catalog::schema::repeatable_scripts()) {
    CAPTURE(script.name);
    db.script(std::string(script.sql));
  }
  CHECK(schema_test::table(db, everything) == before);
  CHECK(schema_test::table(db, columns) == columns_before);
}

TEST_CASE("views and tables of an earlier version go away") {
  Connection db = schema_test::example_catalogue();
  db.script(
      "CREATE SCHEMA old; CREATE VIEW old.thing AS SELECT 1 AS one;"
      "INSERT INTO tap_schema.schemas (schema_name) VALUES ('old');"
      "INSERT INTO tap_schema.tables (schema_name, table_name, table_type) VALUES ('old', 'old.thing', "
      "'view')");
  for (auto const& script : catalog::schema::repeatable_scripts()) db.script(std::string(script.sql));
  CHECK(schema_test::table(db, "SELECT to_regclass('old.thing')") == "-");
  CHECK(schema_test::number(db, "SELECT count(*) FROM tap_schema.tables WHERE table_name = 'old.thing'") ==
        0);
  CHECK(schema_test::number(db, "SELECT count(*) FROM open_dr.obscore") == 2);
}

TEST_CASE("spatial indexes are made again when a function of ADQL has changed") {
  Connection db = schema_test::example_catalogue();
  std::string const identity = "SELECT oid FROM pg_class WHERE relname = 'dataset_footprint_idx'";
  std::string const before = schema_test::table(db, identity);
  auto const run_scripts = [&] {
    for (auto const& script : catalog::schema::repeatable_scripts()) db.script(std::string(script.sql));
  };
  run_scripts();
  CHECK(schema_test::table(db, identity) == before);
  db.script("CREATE FUNCTION adql.another() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'");
  run_scripts();
  CHECK(schema_test::table(db, identity) != before);
}

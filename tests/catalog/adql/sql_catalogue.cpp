#include "sql_catalogue.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <pg_query.h>

#include "cluster_fixture.hpp"

namespace adql_tests {

using catalog::Column;
using catalog::Datatype;
using namespace catalog::adql;

namespace {

PublishedColumn column(std::string name, Datatype datatype, std::string unit = "", bool indexed = false) {
  bool const text = catalog::is_text(datatype);
  return {.column = {.name = name,
                     .datatype = datatype,
                     .arraysize = text ? "*" : "",
                     .unit = std::move(unit),
                     .ucd = "ucd." + name},
          .sql_name = name,
          .indexed = indexed};
}

PublishedColumn with_form(PublishedColumn c, std::string arraysize, std::string xtype) {
  c.column.arraysize = std::move(arraysize);
  c.column.xtype = std::move(xtype);
  return c;
}

PublishedColumn stored_as(PublishedColumn c, std::string sql_name) {
  c.sql_name = std::move(sql_name);
  return c;
}

PublishedTable obscore(std::string schema, std::string name) {
  auto const text = Datatype::char_, real = Datatype::double_;
  return {.schema = std::move(schema),
          .name = std::move(name),
          .sql_schema = "example",
          .sql_name = "obscore",
          .columns = {
              column("obs_id", text, "", true), column("obs_collection", text), column("target_name", text),
              column("calib_level", Datatype::short_int), column("s_ra", real, "deg", true),
              column("s_dec", real, "deg", true), column("s_fov", real, "deg"),
              with_form(column("s_region", real, "deg", true), "*", "polygon"), column("t_min", real, "d"),
              column("t_exptime", Datatype::float_, "s"), column("em_min", real, "m"),
              with_form(column("obs_release_date", text), "*", "timestamp"),
              column("access_estsize", Datatype::long_, "kbyte"), column("is_public", Datatype::boolean)}};
}

Tables make_tables() {
  Tables tables;
  for (auto const& [schema, name] :
       {std::pair{"ivoa", "ObsCore"}, {"cta", "vo_obscore"}, {"hess_dr", "obscore"}})
    tables.tables.push_back(obscore(schema, name));
  tables.tables.push_back(
      {.schema = "ivoa",
       .name = "obscore_hea",
       .sql_schema = "example",
       .sql_name = "hea",
       .columns = {column("obs_id", Datatype::char_), column("energy_min", Datatype::double_, "eV"),
                   column("ev_xel", Datatype::int_),
                   with_form(column("t_range", Datatype::double_, "d"), "2", "interval")}});
  tables.tables.push_back(
      {.schema = "odd",
       .name = "Odd Table",
       .sql_schema = "example",
       .sql_name = "odd \"table\"; DROP TABLE x; --",
       .columns = {stored_as(column("\"size\"", Datatype::int_), "size"),
                   stored_as(column("Ra Deg", Datatype::double_, "deg"), "ra'deg"),
                   column("gr\xC3\xB6\xC3\x9F"
                          "e",
                          Datatype::double_),
                   column("x\"y", Datatype::char_), stored_as(column("a", Datatype::int_), "$1"),
                   stored_as(column("A", Datatype::int_), "A")}});
  tables.tables.push_back({.schema = "TAP_UPLOAD",
                           .name = "mine",
                           .sql_schema = "pg_temp",
                           .sql_name = "upload_1",
                           .columns = {column("id", Datatype::int_), column("ra", Datatype::float_, "deg"),
                                       column("dec", Datatype::double_, "deg"),
                                       with_form(column("outline", Datatype::char_), "*", "adql:REGION")}});
  // As an upload has them: geometries in DALI's form, an old region as the text it is.
  tables.tables.push_back({.schema = "TAP_UPLOAD",
                           .name = "shapes",
                           .sql_schema = "pg_temp",
                           .sql_name = "upload_2",
                           .columns = {column("id", Datatype::int_),
                                       with_form(column("place", Datatype::double_, "deg"), "2", "point"),
                                       with_form(column("disc", Datatype::float_, "deg"), "3", "circle"),
                                       with_form(column("outline", Datatype::double_, "deg"), "*", "polygon"),
                                       column("stc", Datatype::char_),
                                       with_form(column("seen", Datatype::char_), "20*", "timestamp")}});
  return tables;
}

constexpr char const* rows = R"sql(
CREATE SCHEMA example;
CREATE TABLE example.obscore (obs_id text, obs_collection text, target_name text, calib_level int2, s_ra float8, s_dec float8,
  s_fov float8, s_region float8[], t_min float8, t_exptime float4, em_min float8, obs_release_date timestamp, access_estsize int8,
  is_public bool);
INSERT INTO example.obscore VALUES
 ('crab-1', 'hess', 'Crab', 2, 83.63, 22.01, 5, '{83.63,22.01,2.5}', 53347, 1680, 1e-20, '2018-09-01', 100, true),
 ('crab-2', 'hess', 'Crab', 2, 83.63, 22.51, 5, '{83.63,22.51,2.5}', 53348, 1683, 1e-20, '2018-09-01 12:30:00.5', 120, true),
 ('crab-3', 'hess', 'Crab', 1, 82.01, 22.01, 5, '{82.01,22.01,2.5}', 53349, 1600, 2e-20, NULL, 90, false),
 ('magic-1', 'magic', 'Crab', 2, 84.0, 22.2, 3.5, '{83,21,85,21,85,23.5,83,23.5}', 54000, 1200, 1e-19, '2020-01-01', 80, true),
 ('pks-1', 'hess', 'PKS 2155-304', 2, 329.72, -30.23, 5, '{329.72,-30.23,2.5}', 53200, 1700, 1e-20, '2018-09-01', NULL, true),
 ('seam-1', 'cta', 'O''Brien', 0, 359.9, 0.0, 2, '{359.9,0,1}', 60000, 1800, 1e-21, '2030-01-01', 10, false),
 ('seam-2', 'cta', 'sE_am%', 0, 0.2, 0.1, 2, '{0.2,0.1,1}', 60001, 1800, 1e-21, '2030-01-01', 20, false),
 ('pole-1', 'cta', 'Polaris', 0, 10, 89.5, 5, '{10,89.5,2.5}', 60002, 1800, 1e-21, '2030-01-01', 30, false),
 ('null-1', 'cta', NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE INDEX ON example.obscore USING gist (adql.bounds(s_region));
CREATE INDEX ON example.obscore USING gist (point(s_ra, s_dec));
CREATE TABLE example.hea (obs_id text, energy_min float8, ev_xel int4, t_range float8[]);
INSERT INTO example.hea VALUES ('crab-1', 1e11, 7613, '{53347,53347.5}'), ('crab-2', 2e11, 9000, '{53348,53348.5}'), ('other', 5e10, 5, NULL);
CREATE TABLE example."odd ""table""; DROP TABLE x; --" ("size" int4, "ra'deg" float8, "größe" float8, "x""y" text, "$1" int4, "A" int4);
INSERT INTO example."odd ""table""; DROP TABLE x; --" VALUES (7, 1.5, 2.5, 'it''s "quoted" \', 11, 12);
CREATE TEMPORARY TABLE upload_1 (id int4, ra float4, dec float8, outline float8[]);
INSERT INTO upload_1 VALUES (1, 83.6, 22.0, '{83.6,22,1}'), (2, 0, 0, '{0,0,1,0,1,1}'), (3, 200, 10, NULL);
CREATE TEMPORARY TABLE upload_2 (id int4, place float8[], disc float8[], outline float8[], stc text, seen timestamp);
INSERT INTO upload_2 VALUES
 (1, '{83.63,22.01}', '{83.63,22.01,0.45}', '{83,21,85,21,85,23.5,83,23.5}', 'Circle ICRS 83.63 22.01 0.45', '2018-09-01'),
 (2, '{329.7,-30.2}', '{329.72,-30.23,1}', '{0,0,1,0,1,1}', 'Position ICRS 329.7 -30.2', '2018-09-01 12:30:00.5'),
 (3, NULL, NULL, NULL, NULL, NULL);
)sql";

catalog::pg::Connection connected() {
  catalog::pg::Connection connection(pg_test::fresh_database());
  std::vector<std::filesystem::path> files;
  for (auto const& entry : std::filesystem::directory_iterator(DISTILL_SQL_FUNCTIONS))
    if (entry.path().extension() == ".sql") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (auto const& file : files) {
    std::ifstream in(file);
    connection.script(std::string((std::istreambuf_iterator<char>(in)), {}));
  }
  connection.script(rows);
  return connection;
}

}  // namespace

Tables const& example_tables() {
  static Tables const tables = make_tables();
  return tables;
}

catalog::pg::Connection& example_database() {
  static catalog::pg::Connection connection = connected();
  return connection;
}

std::string rows_of(Translation const& translation) {
  catalog::pg::Parameters parameters;
  for (Bound const& bound : translation.parameters) parameters.emplace_back(bound.value);
  auto const result = example_database().run(translation.sql, parameters);
  std::string out;
  for (std::size_t row = 0; row < result.rows(); ++row) {
    if (row > 0) out += "; ";
    for (std::size_t i = 0; i < result.columns(); ++i)
      out += (i > 0 ? " | " : "") + std::string(result.cell(row, i).value_or("NULL"));
  }
  return out;
}

std::string complaint_of_postgresql(std::string const& sql) {
  PgQueryParseResult const parsed = pg_query_parse(sql.c_str());
  std::string problem;
  if (parsed.error != nullptr) {
    problem = parsed.error->message;
  } else {
    std::string const tree = parsed.parse_tree;
    auto const count = [&](std::string const& word) {
      std::size_t found = 0;
      for (std::size_t at = tree.find(word); at != std::string::npos; at = tree.find(word, at + 1)) ++found;
      return found;
    };
    if (count("\"stmt\":{\"SelectStmt\"") != 1 || count("\"stmt\":{") != 1)
      problem = "not one SELECT: " + tree;
  }
  pg_query_free_parse_result(parsed);
  return problem;
}

}  // namespace adql_tests

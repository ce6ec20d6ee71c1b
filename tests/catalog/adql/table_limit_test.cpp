/// How many tables one query may have, and that names are found among many.
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "catalog/adql/translate.hpp"

namespace {

using namespace catalog::adql;

Tables const& one_table() {
  static Tables const tables{
      .schemas = {},
      .tables = {{.schema = "dl3",
                  .name = "header",
                  .sql_schema = "published",
                  .sql_name = "header",
                  .columns = {{.column = {.name = "obs_id", .datatype = catalog::Datatype::long_},
                               .sql_name = "obs_id"},
                              {.column = {.name = "muoneff", .datatype = catalog::Datatype::double_},
                               .sql_name = "muoneff"}}}}};
  return tables;
}

std::string alias(int i) { return "run" + std::to_string(i); }

/// FROM dl3.header AS run1 JOIN ... with so many tables.
std::string chain(int tables) {
  std::string query = "FROM dl3.header AS " + alias(1);
  for (int i = 2; i <= tables; ++i)
    query += " JOIN dl3.header AS " + alias(i) + " ON " + alias(i) + ".obs_id = " + alias(i - 1) + ".obs_id";
  return query;
}

std::string repeated(std::string_view part, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += part;
  return out;
}

/// "accepted", or what is wrong.
std::string verdict_on(std::string const& query) {
  auto const done = translate(query, one_table());
  return done ? "accepted" : done.error().message;
}

bool has_too_many(std::string const& query) {
  return verdict_on(query).starts_with("more than 200 tables in one query");
}

}  // namespace

TEST_CASE("200 tables are joined, the next one is refused where it stands") {
  std::string const select = "SELECT run1.obs_id\n", last = alias(max_tables + 1);
  CHECK(max_tables == 200);
  CHECK(verdict_on(select + chain(max_tables)) == "accepted");
  auto const done = translate(select + chain(max_tables + 1), one_table());
  REQUIRE(!done);
  CHECK(has_too_many(select + chain(max_tables + 1)));
  CHECK(done.error().place.line == 2);
  // The column of the last table's name.
  auto const column = chain(max_tables + 1).find("dl3.header AS " + last) + 1;
  CHECK(done.error().place.column == static_cast<int>(column));
}

TEST_CASE("tables count wherever they stand") {
  std::string const some = "SELECT obs_id FROM dl3.header";
  auto const commas = [&](int n) {
    std::string query = "SELECT 1 AS n FROM dl3.header AS " + alias(1);
    for (int i = 2; i <= n; ++i) query += ", dl3.header AS " + alias(i);
    return query;
  };
  CHECK(verdict_on(commas(200)) == "accepted");
  CHECK(has_too_many(commas(201)));
  CHECK(verdict_on(some + repeated(" UNION ALL " + some, 199)) == "accepted");
  CHECK(has_too_many(some + repeated(" UNION ALL " + some, 200)));
  std::string const tests = some + " WHERE muoneff > 0";
  CHECK(verdict_on(tests + repeated(" AND obs_id IN (" + some + ")", 199)) == "accepted");
  CHECK(has_too_many(tests + repeated(" AND obs_id IN (" + some + ")", 200)));
  // A query in FROM is a table itself, beside the one it reads.
  CHECK(verdict_on("SELECT 1 AS n FROM (" + commas(199) + ") AS q") == "accepted");
  CHECK(has_too_many("SELECT 1 AS n FROM (" + commas(200) + ") AS q"));
  CHECK(has_too_many("WITH q AS (" + commas(199) + ") SELECT 1 AS n FROM q AS a, q AS b"));
}

TEST_CASE("brackets around joins are no tables") {
  std::string const select = "SELECT run1.obs_id FROM ";
  CHECK(verdict_on(select + "(" + chain(200).substr(5) + ")") == "accepted");
}

TEST_CASE("names are found and mistaken among many tables as among few") {
  for (int const tables : {2, 20, 200}) {
    std::string const from = chain(tables) + " WHERE ";
    std::string const last = alias(tables);
    CHECK(verdict_on("SELECT " + last + ".MUONEFF " + from + last + ".muoneff > 0") == "accepted");
    CHECK(verdict_on("SELECT muoneff " + from + "1 = 1") ==
          "column 'muoneff' is ambiguous: it can be run1.muoneff or run2.muoneff");
    CHECK(verdict_on("SELECT 1 AS n " + from + last + ".muonef > 0").find("did you mean muoneff?") !=
          std::string::npos);
    CHECK(verdict_on("SELECT 1 AS n " + from + "\"Muoneff\" > 0").find("the case counts") !=
          std::string::npos);
    // ON sees the tables up to its own, no further.
    std::string const early =
        "SELECT 1 AS n FROM dl3.header AS a JOIN dl3.header AS b ON a.obs_id = " + last +
        ".obs_id JOIN dl3.header AS " + last + " ON 1 = 1";
    CHECK(verdict_on(early).starts_with("no table '" + last + "' in FROM"));
  }
}

TEST_CASE("NATURAL and USING chains keep one of each column") {
  std::string using_chain = "FROM dl3.header AS run1", natural = using_chain;
  for (int i = 2; i <= 200; ++i) {
    using_chain += " JOIN dl3.header AS " + alias(i) + " USING (obs_id)";
    natural += " NATURAL JOIN dl3.header AS " + alias(i);
  }
  auto const columns_of = [](std::string const& query) {
    auto const done = translate(query, one_table());
    REQUIRE_MESSAGE(done, done.error().message);
    return done->columns.size();
  };
  CHECK(columns_of("SELECT * " + using_chain) == 201);
  CHECK(columns_of("SELECT * " + natural) == 2);
  CHECK(verdict_on("SELECT obs_id " + using_chain) == "accepted");
  CHECK(verdict_on("SELECT muoneff " + natural + " WHERE obs_id > 5 AND muoneff < 1") == "accepted");
}

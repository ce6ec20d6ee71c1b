/// What holds for translations whatever the query.
#include <random>

#include <doctest/doctest.h>

#include "engine/base/text.hpp"
#include "sql_catalogue.hpp"

using namespace adql_tests;
using namespace catalog::adql;

namespace {

Translation translated(std::string const& query, TranslateOptions const& options = {}) {
  auto const result = translate(query, example_tables(), options);
  REQUIRE_MESSAGE(static_cast<bool>(result), query, ": ", result ? "" : text_of(result.error()));
  return *result;
}

std::string explained(Translation const& translation) {
  catalog::pg::Parameters parameters;
  for (Bound const& bound : translation.parameters) parameters.emplace_back(bound.value);
  auto const plan = example_database().run("EXPLAIN " + translation.sql, parameters);
  std::string text;
  for (std::size_t row = 0; row < plan.rows(); ++row) text += plan.text(row, 0) + "\n";
  return text;
}

/// 10^5 random rows beside the few of the example, once.
void fill() {
  static bool const filled = [] {
    example_database().script(
        "SELECT setseed(0.5); INSERT INTO example.obscore (obs_id, obs_collection, s_ra, s_dec, s_region, "
        "calib_level) "
        "SELECT 'many-' || i, 'many', ra, de, ARRAY[ra, de, 0.5 + 2 * random()], 3 FROM (SELECT i, 360 * "
        "random() AS ra, "
        "degrees(asin(2 * random() - 1)) AS de FROM generate_series(1, 100000) i) t; ANALYZE "
        "example.obscore");
    return true;
  }();
  (void)filled;
}

}  // namespace

TEST_CASE("nothing of a query reaches the SQL: only names of the catalogue, made aliases and parameters") {
  for (std::string const query :
       {"SELECT 'x''; DROP TABLE example.obscore; --' FROM ivoa.obscore",
        "SELECT obs_id AS \"a\"\"; DROP TABLE x; --\" FROM ivoa.obscore",
        "SELECT \"a; b\".s_ra FROM ivoa.obscore AS \"a; b\"",
        "SELECT target_name FROM ivoa.obscore WHERE target_name = '$1::text'",
        "WITH \"evil'); --\" AS (SELECT 1 AS \"x'y\" FROM ivoa.obscore) SELECT \"x'y\" FROM \"evil'); --\"",
        "SELECT * FROM odd.\"Odd Table\" WHERE \"x\"\"y\" LIKE '\\%' OR \"gr\xC3\xB6\xC3\x9F"
        "e\" = 5"}) {
    Translation const done = translated(query);
    CAPTURE(done.sql);
    CHECK(done.sql.find("DROP TABLE example") == std::string::npos);
    CHECK(done.sql.find("evil") == std::string::npos);
    CHECK(done.sql.find("a; b") == std::string::npos);
    CHECK(complaint_of_postgresql(done.sql) == "");
    rows_of(done);
  }
  CHECK(rows_of(translated("SELECT COUNT(*) FROM cta.vo_obscore WHERE obs_collection = 'hess'")) == "4");
}

TEST_CASE("equal literals share a parameter, so that grouped expressions stay equal") {
  Translation const done = translated(
      "SELECT calib_level + 1, COUNT(*) FROM ivoa.obscore WHERE t_exptime > 1 GROUP BY calib_level + 1");
  CHECK(done.parameters.size() == 1);
  CHECK(complaint_of_postgresql(done.sql) == "");
  rows_of(done);
}

TEST_CASE("the row limit is the smaller of TOP and the service's, and is kept where TOP stands inside") {
  CHECK(translated("SELECT TOP 5 obs_id FROM ivoa.obscore", {.row_limit = 3}).sql.ends_with(" LIMIT 3"));
  CHECK(translated("SELECT TOP 2 obs_id FROM ivoa.obscore", {.row_limit = 3}).sql.ends_with(" LIMIT 2"));
  CHECK(translated("SELECT obs_id FROM ivoa.obscore OFFSET 4", {.row_limit = 0})
            .sql.ends_with(" LIMIT 0 OFFSET 4"));
  CHECK(translated("SELECT obs_id FROM ivoa.obscore").sql.find("LIMIT") == std::string::npos);
  CHECK(translated("SELECT TOP 1 obs_id FROM ivoa.obscore UNION SELECT obs_id FROM ivoa.obscore_hea",
                   {.row_limit = 7})
            .sql.ends_with(" LIMIT 7"));
}

TEST_CASE("literals are no matter how many: a list is one parameter") {
  std::string list = "0";
  for (int i = 1; i < 100000; ++i) list += ',' + std::to_string(i);
  Translation const done =
      translated("SELECT COUNT(*) FROM ivoa.obscore WHERE access_estsize IN (" + list + ")");
  CHECK(done.parameters.size() == 1);
  CHECK(rows_of(done) == "7");
}

TEST_CASE("cones, regions and cross-matches are answered by the index") {
  fill();
  for (std::string const condition :
       {"1 = CONTAINS(POINT('ICRS', s_ra, s_dec), CIRCLE('ICRS', 83.633, 22.014, 0.5))",
        "CONTAINS(POINT(s_ra, s_dec), BOX(83.6, 22, 1, 1)) = 1",
        "DISTANCE(POINT(s_ra, s_dec), POINT(83.633, 22.014)) < 0.5",
        "0.5 >= DISTANCE(83.633, 22.014, s_ra, s_dec)",
        "1 = INTERSECTS(s_region, CIRCLE('ICRS', 83.633, 22.014, 0.1))",
        "intersects(circle('', 83.633, 22.014, 0.1), s_region) = 1",
        "1 = CONTAINS(CIRCLE(83.633, 22.014, 0.1), s_region)",
        "1 = CONTAINS(POINT(83.633, 22.014), s_region)",
        "calib_level > 0 AND (0 <> INTERSECTS(s_region, POLYGON(83, 21, 85, 21, 85, 23)))",
        "1 = CONTAINS(POINT(s_ra, s_dec), CIRCLE(POINT(0.1, 89.9), 0.5))"}) {
    CAPTURE(condition);
    std::string const plan = explained(translated("SELECT obs_id FROM ivoa.obscore WHERE " + condition));
    CAPTURE(plan);
    CHECK(plan.find("Bitmap Index Scan") != std::string::npos);
    CHECK(plan.find("Seq Scan") == std::string::npos);
  }
  std::string const match =
      explained(translated("SELECT m.id, o.obs_id FROM TAP_UPLOAD.mine AS m JOIN ivoa.obscore AS o ON "
                           "DISTANCE(POINT(m.ra, m.dec), POINT(o.s_ra, o.s_dec)) < 0.2"));
  CAPTURE(match);
  CHECK(match.find("Bitmap Index Scan on obscore_point_idx") != std::string::npos);
  CHECK(match.find("Seq Scan on obscore") == std::string::npos);
}

TEST_CASE("a window never changes which rows are found") {
  fill();
  std::mt19937 random(12);
  std::uniform_real_distribution<double> uniform(0, 1);
  auto const number = [](double x) { return engine::shortest(x); };
  for (int i = 0; i < 24; ++i) {
    std::string const ra =
        number(i % 4 == 0 ? 359.9 + 0.2 * uniform(random) - (i % 8 == 0 ? 0.1 : 0) : 360 * uniform(random));
    std::string const dec = number(i % 3 == 0 ? 89.9 - uniform(random) : 180 * uniform(random) - 90);
    std::string const radius = number(3 * uniform(random) * uniform(random));
    std::string const circle = "CIRCLE(" + ra + ", " + dec + ", " + radius + ")";
    for (auto const& [plain, without_window] :
         {std::pair<std::string, std::string>{"1 = CONTAINS(POINT(s_ra, s_dec), " + circle + ")",
                                              "NOT (0 = CONTAINS(POINT(s_ra, s_dec), " + circle + "))"},
          {"INTERSECTS(" + circle + ", s_region) = 1",
           "CASE WHEN INTERSECTS(" + circle + ", s_region) = 1 THEN 1 ELSE 0 END = 1"},
          {"DISTANCE(POINT(s_ra, s_dec), POINT(" + ra + ", " + dec + ")) <= " + radius,
           "NOT DISTANCE(POINT(s_ra, s_dec), POINT(" + ra + ", " + dec + ")) > " + radius}}) {
      CAPTURE(plain);
      std::string const count = "SELECT COUNT(*), MIN(obs_id) FROM ivoa.obscore WHERE ";
      CHECK(rows_of(translated(count + plain)) == rows_of(translated(count + without_window)));
    }
  }
}

TEST_CASE("deep and long queries are translated in reasonable size") {
  std::string deep = "s_ra";
  for (int i = 0; i < 60; ++i)
    deep = "COORD1(POINT(" + deep + " + 0, COORD2(CENTROID(CIRCLE(" + "s_ra, s_dec, 1)))))";
  auto const result = translate("SELECT " + deep + " FROM ivoa.obscore", example_tables());
  if (result) CHECK(result->sql.size() < 100000);
  std::string nested = "POINT(s_ra, s_dec)";
  for (int i = 0; i < 60; ++i) nested = "CENTROID(CIRCLE(" + nested + ", 1))";
  CHECK(translated("SELECT " + nested + " FROM ivoa.obscore").sql.size() < 100000);
  std::string sum = "1";
  for (int i = 0; i < 20000; ++i) sum += " + s_ra";
  CHECK(translated("SELECT " + sum + " FROM ivoa.obscore").sql.size() < 1000000);
}

/// PostgreSQL finds rows of the published views by index: no view hides one from the planner.
#include <algorithm>

#include <doctest/doctest.h>

#include "catalog/adql/translate.hpp"
#include "catalog/published_tables.hpp"
#include "example.hpp"

using namespace schema_test;
using catalog::pg::Connection;

namespace {

constexpr char const* many_runs = R"sql(
  INSERT INTO store.collection (name, schema_name, authority, title, default_fov)
    VALUES ('one', 'one_dr', 'distill.example', 'One', 3), ('two', NULL, 'distill.example', 'Two', 5);
  UPDATE store.collection SET data_rights = 'secure' WHERE name = 'two';
  INSERT INTO store.observation (collection_id, obs_id, did, object, target_key, s_ra, s_dec, t_min, t_max, energy_min, energy_max)
    SELECT c.id, n::text, 'ivo://distill.example/' || c.name || '?' || n, 'Target ' || n % 500, 'target' || n % 500,
      (n * 137.50776405) % 360, degrees(asin((n * 0.0000399) - 1)), 53000 + n / 50.0, 53000.02 + n / 50.0, 0.1, 50 + n % 7
    FROM generate_series(1, 50000) n JOIN store.collection c ON c.id = 1 + n % 2;
  SELECT store.publish_collection(name) FROM store.collection;
  ANALYZE)sql";

Connection& crowded() {
  static Connection db = [] {
    Connection made = empty_catalogue();
    made.script(many_runs);
    become(made, "");
    return made;
  }();
  return db;
}

std::string plan(std::string const& query) { return table(crowded(), "EXPLAIN (COSTS OFF) " + query); }

bool scans(std::string const& plan_text) {
  return plan_text.find("Seq Scan on dataset") != std::string::npos;
}

}  // namespace

TEST_CASE("conditions on the sky, on time, energy and names use an index in every ObsCore table") {
  for (std::string const from : {"ivoa.obscore", "cta.vo_obscore", "one_dr.obscore"}) {
    for (std::string const where :
         {"adql.bounds(s_region) && box(point(83, 21), point(84, 23))",
          "point(s_ra, s_dec) <@ box(point(83, 21), point(84, 23))", "obs_id = '777'",
          "t_min BETWEEN 53100 AND 53101", "target_name = 'Target 7'", "em_min < 1e-20",
          "obs_publisher_did = 'ivo://distill.example/one?778'"}) {
      std::string const text = plan("SELECT * FROM " + from + " WHERE " + where);
      CAPTURE(text);
      CHECK_FALSE(scans(text));
      CHECK(text.find("Subquery Scan") == std::string::npos);
    }
  }
}

TEST_CASE("the queries of the slides, in ADQL, go by the index of footprints and find what is there") {
  catalog::adql::Tables const tables = catalog::load_tables(crowded());
  for (std::string const query :
       {"select * from cta.vo_obscore where intersects(s_region, circle('ICRS', 83.633, 22.514, 0.1)) = 1",
        "SELECT * FROM cta.vo_obscore as o WHERE 1 = intersects(o.s_region, circle('ICRS', 83.63308333, "
        "22.0145, 0.001))",
        "SELECT * FROM one_dr.obscore WHERE "
        "1=CONTAINS(POINT('ICRS',one_dr.obscore.s_ra,one_dr.obscore.s_dec),"
        "CIRCLE('ICRS',82.013336,22.014444,5))"}) {
    auto const translation = catalog::adql::translate(query, tables);
    if (!translation) FAIL(text_of(translation.error()));
    catalog::pg::Parameters parameters;
    for (auto const& bound : translation->parameters) parameters.push_back(bound.value);
    auto const lines = crowded().run("EXPLAIN (COSTS OFF) " + translation->sql, parameters);
    std::string text;
    for (std::size_t i = 0; i < lines.rows(); ++i) text += lines.text(i, 0) + "\n";
    CAPTURE(text);
    CHECK_FALSE(scans(text));
    auto const found = crowded().run(translation->sql, parameters);
    CHECK(found.rows() > 0);
    auto const region = std::ranges::find(translation->columns, "s_region", &catalog::Column::name);
    REQUIRE(region != translation->columns.end());
    auto const column = static_cast<std::size_t>(region - translation->columns.begin());
    CHECK(found.text(0, column).starts_with("Circle ICRS "));
  }
}

TEST_CASE("joins of published tables go by index as well") {
  for (std::string const query :
       {"SELECT * FROM ivoa.obscore NATURAL JOIN ivoa.obscore_hea WHERE obs_id = '777'",
        "SELECT h.text_value FROM ivoa.obscore o JOIN dl3.header h ON h.obs_id = o.obs_id AND "
        "h.obs_collection = o.obs_collection"
        " WHERE o.obs_id = '777' AND h.keyword = 'MUONEFF'"}) {
    std::string const text = plan(query);
    CAPTURE(text);
    CHECK_FALSE(scans(text));
    CHECK(text.find("Seq Scan on observation ") == std::string::npos);
  }
}

TEST_CASE("the rule of who may see a row is asked before the user's own conditions, and once") {
  std::string const text =
      plan("SELECT count(*) FROM ivoa.obscore WHERE 1 / (t_exptime - 5) = 1 AND em_ucd LIKE 'em%'");
  CAPTURE(text);
  std::size_t const rule = text.find("[collection_id]"), user = text.find("t_exptime");
  REQUIRE(rule != std::string::npos);
  CHECK(rule < user);
  CHECK(text.find("InitPlan") != std::string::npos);
  CHECK(text.find("visible_collections") == std::string::npos);
}

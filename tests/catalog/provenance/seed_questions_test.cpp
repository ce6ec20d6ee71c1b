/// The questions of docs/provenance.md, in ADQL, to a store of 50 000 jobs with ten inputs each, a third of
/// them private. What must come out is counted from the rule by which the store was made. Prints how long
/// each took.
#include <algorithm>
#include <functional>
#include <set>

#include <doctest/doctest.h>

#include "catalog/adql/translate.hpp"
#include "catalog/published_tables.hpp"
#include "cluster_fixture.hpp"
#include "example.hpp"
#include "server_time.hpp"

using namespace schema_test;
using catalog::pg::Connection;

namespace {

constexpr int runs = 5000, jobs = 50000, inputs = 10;

/// Job n used these runs.
int input_of(int n, int k) { return (n * 7 + k * 13 + n / 700) % runs; }
bool is_seen(int n) { return n % 3 != 0; }
bool uses(int n, std::function<bool(int)> const& wanted) {
  for (int k = 0; k < inputs; ++k)
    if (wanted(input_of(n, k))) return true;
  return false;
}
std::int64_t count_jobs(std::function<bool(int)> const& wanted) {
  std::int64_t count = 0;
  for (int n = 0; n < jobs; ++n) count += is_seen(n) && wanted(n) ? 1 : 0;
  return count;
}

// The lineage is what the triggers would have made of it; this way it takes seconds.
constexpr char const* many_jobs = R"sql(
  SET session_replication_role = replica;
  INSERT INTO store.collection (name, schema_name, authority, title, default_fov, published) VALUES ('dr1', 'dr1', 'distill.example', 'One', 3, true);
  INSERT INTO store.observation (collection_id, obs_id, did, object, s_ra, s_dec, t_min, t_max)
    SELECT c.id, r::text, 'ivo://distill.example/dr1?' || r, 'Crab', 83.6, 22, 53000 + r, 53000.02 + r
    FROM generate_series(0, 4999) r, store.collection c;
  SELECT store.publish_collection('dr1');
  INSERT INTO store.activity_description (id, name, version)
    VALUES ('map/0.2.0', 'map', '0.2.0'), ('map/0.3.0', 'map', '0.3.0'), ('hap/17', 'reconstruction', '17'), ('hap/18', 'reconstruction', '18');
  INSERT INTO store.entity (id, name, entity_type, obs_collection, obs_id, obs_publisher_did, collection_id, sha256)
    SELECT o.did, 'run ' || o.obs_id, 'DL3', 'dr1', o.obs_id, o.did, o.collection_id, repeat('0', 60) || lpad(o.obs_id, 4, '0') FROM store.observation o;
  INSERT INTO store.entity (id, name, entity_type, obs_id, collection_id)
    SELECT o.did || '#aeff', 'run ' || o.obs_id || ' aeff', 'irf', o.obs_id, o.collection_id FROM store.observation o;
  INSERT INTO store.had_member SELECT did, did || '#aeff' FROM store.observation;
  INSERT INTO store.activity (id, name, software, version, collection_id, description_id)
    SELECT o.did || '#reconstruction', 'reconstruction', 'hess-hap',
      CASE WHEN o.obs_id::int % 1000 = 0 THEN '17' ELSE '18' END, o.collection_id, CASE WHEN o.obs_id::int % 1000 = 0 THEN 'hap/17' ELSE 'hap/18' END
    FROM store.observation o;
  INSERT INTO store.was_generated_by (entity_id, activity_id, role) SELECT did, did || '#reconstruction', 'events' FROM store.observation;
  INSERT INTO store.activity (id, name, job_id, owner, phase, host, version, recipe_hash, description_id, start_time, stop_time)
    SELECT 'job' || n, 'map', 'job' || n, CASE WHEN n % 3 = 0 THEN 'alice' END, CASE WHEN n % 50 = 1 THEN 'ERROR' ELSE 'COMPLETED' END,
      'node' || n % 7, CASE WHEN n % 10 = 0 THEN '0.2.0' ELSE '0.3.0' END, 'recipe' || n / 2,
      CASE WHEN n % 10 = 0 THEN 'map/0.2.0' ELSE 'map/0.3.0' END, '2026-01-01', '2026-01-01 00:00:10' FROM generate_series(0, 49999) n;
  INSERT INTO store.entity (id, name, entity_type, owner, generated_time, content_sum, obs_publisher_did)
    SELECT 'ivo://distill.example/jobs?job' || n || '/map.fits', 'map.fits', 'DL4', CASE WHEN n % 3 = 0 THEN 'alice' END, '2026-01-01 00:00:10',
      'sum' || CASE WHEN n % 5000 = 1 THEN n ELSE n / 2 END, 'ivo://distill.example/jobs?job' || n || '/map.fits' FROM generate_series(0, 49999) n;
  INSERT INTO store.was_generated_by (entity_id, activity_id, role, type)
    SELECT 'ivo://distill.example/jobs?job' || n || '/map.fits', 'job' || n, 'counts', 'Main' FROM generate_series(0, 49999) n;
  CREATE TEMP TABLE use AS SELECT n, 'ivo://distill.example/dr1?' || (n * 7 + k * 13 + n / 700) % 5000 AS did
    FROM generate_series(0, 49999) n, generate_series(0, 9) k;
  INSERT INTO store.used (activity_id, entity_id, role, type) SELECT 'job' || n, did, 'events', 'Main' FROM use;
  INSERT INTO store.used (activity_id, entity_id, role, type) SELECT 'job' || n, did || '#aeff', 'aeff', 'Calibration' FROM use WHERE n % 20 = 0;
  INSERT INTO store.was_derived_from SELECT 'ivo://distill.example/jobs?job' || n || '/map.fits', did FROM use;
  INSERT INTO store.lineage SELECT entity_id, progenitor_id, 1 FROM store.was_derived_from;
  INSERT INTO store.parameter (activity_id, position, name, value)
    SELECT 'job' || n, p, 'parameter' || p, n::text FROM generate_series(0, 49999) n, generate_series(1, 4) p;
  INSERT INTO store.product (name, did, collection_id, kind)
    SELECT 'p' || n, 'ivo://distill.example/jobs?job' || n || '/map.fits', c.id, 'counts-image' FROM generate_series(1, 49999, 100) n, store.collection c;
  INSERT INTO store.dataset (product_id, collection_id, kind, cta_type, dataproduct_level, calib_level, obs_collection, obs_id, obs_publisher_did, t_min, t_max)
    SELECT p.id, p.collection_id, p.kind, 'image', 4, 3, 'dr1', p.name, p.did, CASE WHEN p.name = 'p101' THEN 1 ELSE m.t_min END, m.t_max
    FROM store.product p, LATERAL (SELECT min(o.t_min) AS t_min, max(o.t_max) AS t_max FROM store.was_derived_from w
      JOIN store.observation o ON o.did = w.progenitor_id WHERE w.entity_id = p.did) m;
  RESET session_replication_role;
  ANALYZE)sql";

Connection& crowded() {
  static Connection db = [] {
    Connection made = empty_catalogue();
    std::string const database = table(made, "SELECT current_database()");
    Connection(pg_test::cluster().superuser_conninfo(database)).script(many_jobs);
    become(made, "");
    return made;
  }();
  return db;
}

struct Answer {
  std::int64_t rows;
  std::string first;  ///< cell
  std::string plan;
};

Answer ask(std::string const& name, std::string const& adql) {
  static catalog::adql::Tables const tables = [] {
    crowded();
    return catalog::load_tables(crowded());
  }();
  auto const translation = catalog::adql::translate(adql, tables);
  if (!translation) FAIL(name << ": " << text_of(translation.error()));
  catalog::pg::Parameters parameters;
  for (auto const& bound : translation->parameters) parameters.push_back(bound.value);
  constexpr int times = 20;
  std::int64_t count = 0;
  std::string first;
  double const before = provenance_test::server_seconds(crowded());
  for (int n = 0; n < times; ++n) {
    auto const rows = crowded().run(translation->sql, parameters);
    count = static_cast<std::int64_t>(rows.rows());
    first = rows.empty() ? "" : std::string(rows.cell(0, 0).value_or("-"));
  }
  double const cost_ms = 1000 * (provenance_test::server_seconds(crowded()) - before) / times;
  auto const lines = crowded().run("EXPLAIN (COSTS OFF) " + translation->sql, parameters);
  std::string plan;
  for (std::size_t i = 0; i < lines.rows(); ++i) plan += lines.text(i, 0) + "\n";
  MESSAGE(name << ": " << count << " rows in " << cost_ms << " ms of processor time");
  return {count, first, plan};
}

/// Tables with a row for each input of each job are never read through.
bool reads_everything(std::string const& plan) {
  for (char const* const name :
       {"used", "lineage", "was_derived_from", "was_generated_by", "entity", "parameter"})
    if (plan.find(std::string("Seq Scan on ") + name + " ") != std::string::npos) return true;
  return false;
}

std::string const map40 = "'ivo://distill.example/jobs?job40/map.fits'",
                  run777 = "'ivo://distill.example/dr1?777'";

}  // namespace

TEST_CASE("Q1: all datasets of one run, and all that was made of it") {
  Answer const answer = ask("Q1",
                            "SELECT e.id, e.name, e.entity_type FROM prov.entity AS e WHERE e.obs_id = '777'"
                            " UNION SELECT d.id, d.name, d.entity_type FROM prov.lineage AS l JOIN "
                            "prov.entity AS a ON a.id = l.ancestor_id"
                            " JOIN prov.entity AS d ON d.id = l.entity_id WHERE a.obs_id = '777'");
  CHECK(answer.rows == 2 + count_jobs([](int n) { return uses(n, [](int run) { return run == 777; }); }));
  INFO(answer.plan);
  CHECK_FALSE(reads_everything(answer.plan));
}

TEST_CASE("Q2: from a map back to its event lists and its parameters") {
  Answer const back =
      ask("Q2a",
          "SELECT a.id, a.obs_id, a.obs_publisher_did, a.sha256, l.steps FROM prov.lineage AS l"
          " JOIN prov.entity AS a ON a.id = l.ancestor_id WHERE l.entity_id = " +
              map40 + " AND a.entity_type = 'DL3'");
  std::set<int> distinct;
  for (int k = 0; k < inputs; ++k) distinct.insert(input_of(40, k));
  CHECK(back.rows == static_cast<std::int64_t>(distinct.size()));
  CAPTURE(back.plan);
  CHECK_FALSE(reads_everything(back.plan));
  Answer const parameters =
      ask("Q2b",
          "SELECT p.parameter_value, p.name FROM prov.was_generated_by AS g JOIN prov.parameter AS p"
          " ON p.activity_id = g.activity_id WHERE g.entity_id = " +
              map40);
  CHECK(parameters.rows == 4);
  CHECK(parameters.first == "40");
  CHECK(ask("Q2 private",
            "SELECT * FROM prov.lineage WHERE entity_id = 'ivo://distill.example/jobs?job3/map.fits'")
            .rows == 0);
}

TEST_CASE("Q3: all products of one version of a program") {
  Answer const answer = ask("Q3",
                            "SELECT g.entity_id FROM prov.activity_description AS d JOIN prov.activity AS t "
                            "ON t.description_id = d.id"
                            " JOIN prov.was_generated_by AS g ON g.activity_id = t.id WHERE d.name = 'map' "
                            "AND d.version = '0.2.0'");
  CHECK(answer.rows == count_jobs([](int n) { return n % 10 == 0; }));
}

TEST_CASE("Q4: all products behind which is one version of the reconstruction") {
  Answer const answer = ask("Q4",
                            "SELECT DISTINCT l.entity_id FROM prov.activity AS t"
                            " JOIN prov.was_generated_by AS g ON g.activity_id = t.id"
                            " JOIN prov.lineage AS l ON l.ancestor_id = g.entity_id"
                            " WHERE t.software = 'hess-hap' AND t.version = '17'");
  CHECK(answer.rows == count_jobs([](int n) { return uses(n, [](int run) { return run % 1000 == 0; }); }));
  INFO(answer.plan);
  CHECK_FALSE(reads_everything(answer.plan));
}

TEST_CASE("Q5: which products used a bad input, or a bad response") {
  auto const expected = count_jobs([](int n) { return uses(n, [](int run) { return run == 777; }); });
  Answer const answer = ask("Q5a", "SELECT entity_id FROM prov.lineage WHERE ancestor_id = " + run777);
  CHECK(answer.rows == expected);
  CHECK_FALSE(reads_everything(answer.plan));
  Answer const response =
      ask("Q5b",
          "SELECT l.entity_id FROM prov.had_member AS m JOIN prov.lineage AS l ON l.ancestor_id = m.entity_id"
          " WHERE m.member_id = 'ivo://distill.example/dr1?777#aeff'");
  CHECK(response.rows == expected);
  CAPTURE(response.plan);
  CHECK_FALSE(reads_everything(response.plan));
}

TEST_CASE("Q6: failures, responses, results that were not reproduced") {
  Answer const failures = ask("Q6a",
                              "SELECT COUNT(*) AS n, host, version FROM prov.activity WHERE phase = 'ERROR' "
                              "GROUP BY host, version ORDER BY n DESC");
  CHECK(failures.rows == 7);
  Answer const response = ask("Q6b",
                              "SELECT e.id, e.sha256 FROM prov.was_generated_by AS g JOIN prov.used AS u ON "
                              "u.activity_id = g.activity_id"
                              " JOIN prov.entity AS e ON e.id = u.entity_id WHERE g.entity_id = " +
                                  map40 + " AND u.role = 'aeff'");
  CHECK(response.rows == 10);
  CAPTURE(response.plan);
  CHECK_FALSE(reads_everything(response.plan));
  Answer const alarm = ask(
      "Q6c",
      "SELECT t.recipe_hash, g.role, COUNT(DISTINCT e.content_sum) AS contents FROM prov.activity AS t"
      " JOIN prov.was_generated_by AS g ON g.activity_id = t.id JOIN prov.entity AS e ON e.id = g.entity_id"
      " WHERE g.generation_type = 'Main' AND t.recipe_hash IS NOT NULL GROUP BY t.recipe_hash, g.role"
      " HAVING COUNT(DISTINCT e.content_sum) > 1");
  CHECK(alarm.rows == count_jobs([](int n) { return n % 5000 == 1 && is_seen(n - 1); }));
  CHECK(alarm.rows > 0);
}

TEST_CASE("Q7: products whose metadata do not follow from their inputs") {
  Answer const answer =
      ask("Q7",
          "SELECT o.obs_publisher_did, o.t_min, MIN(i.t_min) AS expected FROM ivoa.obscore AS o"
          " JOIN prov.lineage AS l ON l.entity_id = o.obs_publisher_did"
          " JOIN ivoa.obscore AS i ON i.obs_publisher_did = l.ancestor_id"
          " WHERE o.obs_publisher_did LIKE '%/jobs?job%' GROUP BY o.obs_publisher_did, o.t_min HAVING "
          "o.t_min <> MIN(i.t_min)");
  CHECK(answer.rows == 1);
  CHECK(answer.first == "ivo://distill.example/jobs?job101/map.fits");
}

TEST_CASE("Q8: where the provenance of a dataset is") {
  Answer const answer =
      ask("Q8", "SELECT e.id, e.generated_by FROM prov.entity AS e WHERE e.obs_publisher_did = " + map40);
  CHECK(answer.rows == 1);
  CHECK_FALSE(reads_everything(answer.plan));
}

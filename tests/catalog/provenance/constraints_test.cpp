/// Each way of breaking PROV-CONSTRAINTS that the tables would take is found, and nothing else is.
#include <doctest/doctest.h>

#include "example.hpp"
#include "provenance_example.hpp"

using namespace provenance_test;
using catalog::pg::Connection;
using schema_test::table;

namespace {

std::string after(std::string const& change) {
  Connection db = schema_test::empty_catalogue();
  record(db, job_graph("j1", "alice", {"ivo://distill.example/dr1?1"}));
  record(db, job_graph("j2", "alice", {product_id("j1")}));
  db.run(
      "UPDATE store.activity SET created = created + interval '1 h', start_time = start_time + interval '1 "
      "h',"
      " stop_time = stop_time + interval '1 h' WHERE id = 'j2'");
  db.run("UPDATE store.entity SET generated_time = generated_time + interval '1 h' WHERE id LIKE '%j2/%'");
  REQUIRE(problems(db).empty());
  db.script(change);
  return table(db, "SELECT string_agg(DISTINCT problem, '; ') FROM store.provenance_problems()");
}

}  // namespace

TEST_CASE("what cannot have been is found") {
  CHECK(
      after(
          "UPDATE store.activity SET stop_time = start_time - interval '1 s', created = NULL WHERE id = 'j1'")
          .find("(30)") != std::string::npos);
  CHECK(after("UPDATE store.activity SET created = start_time + interval '1 s' WHERE id = 'j1'") ==
        "an activity starts before its job was made");
  CHECK(after("UPDATE store.used SET happened = '1999-01-01' WHERE activity_id = 'j1'") ==
        "a usage is outside its activity (33)");
  CHECK(
      after("UPDATE store.entity SET generated_time = '2026-09-20 10:00:00Z' WHERE id LIKE '%j1/log.txt'") ==
      "a generation is outside its activity (34)");
  CHECK(
      after("UPDATE store.entity SET generated_time = '2030-01-01' WHERE id = 'ivo://distill.example/dr1?1'")
          .find("(37)") != std::string::npos);
  CHECK(
      after(
          "UPDATE store.entity SET invalidated_time = '2026-09-20 10:00:30Z' WHERE id LIKE '%j1/map.fits'") ==
      "an entity is used after it became invalid (38)");
  CHECK(after("UPDATE store.entity SET invalidated_time = '1999-01-01' WHERE id LIKE '%j2/map.fits'") ==
        "an entity is invalid before it is generated (36)");
  CHECK(after("INSERT INTO store.was_informed_by VALUES ('j1', 'j2')").find("(35)") != std::string::npos);
  CHECK(after("INSERT INTO store.was_informed_by VALUES ('j2', 'j1')") == "-");
  CHECK(after("UPDATE store.activity SET start_time = NULL, stop_time = NULL, created = NULL;"
              "INSERT INTO store.was_informed_by VALUES ('j1', 'j2'), ('j2', 'j1')") ==
        "activities follow from each other in a circle");
  CHECK(after("INSERT INTO store.had_member SELECT a.id, b.id FROM store.entity a, store.entity b WHERE a.id "
              "LIKE '%j_/log.txt' AND b.id LIKE '%j_/log.txt' AND a.id <> b.id") ==
        "a collection is a member of itself");
  CHECK(after("DELETE FROM store.lineage WHERE ancestor_id LIKE '%dr1?1'") ==
        "the lineage lacks an ancestor");
  CHECK(after("DELETE FROM store.was_associated_with WHERE activity_id = 'j1'") ==
        "an agent of an activity is missing (47)");
  CHECK(after("INSERT INTO store.entity (id, name) VALUES ('j1', 'x')") ==
        "a thing is both an activity and an entity (55)");
}

/// The flattened ancestry of entities, however the derivations come in.
#include <random>
#include <set>
#include <vector>

#include <doctest/doctest.h>

#include "cluster_fixture.hpp"
#include "example.hpp"
#include "failing.hpp"

using namespace schema_test;
using catalog::pg::Connection;

namespace {

Connection with_entities(int count) {
  Connection db = empty_catalogue();
  db.run("INSERT INTO store.entity (id, name) SELECT 'e' || n, 'entity' FROM generate_series(1, $1::int) n",
         {std::to_string(count)});
  return db;
}

/// Computed anew by walking the derivations.
constexpr char const* walked = R"sql(
  WITH RECURSIVE up (entity_id, ancestor_id, steps) AS (
    SELECT entity_id, progenitor_id, 1 FROM store.was_derived_from
    UNION SELECT u.entity_id, w.progenitor_id, u.steps + 1 FROM up u JOIN store.was_derived_from w ON w.entity_id = u.ancestor_id)
  SELECT entity_id, ancestor_id, min(steps) FROM up GROUP BY 1, 2)sql";

bool is_complete(Connection& db) {
  std::string const kept = "SELECT entity_id, ancestor_id, steps FROM store.lineage";
  std::string const anew = std::string("(") + walked + ")";
  return table(db, anew + " EXCEPT " + kept).empty() && table(db, kept + " EXCEPT " + anew).empty();
}

}  // namespace

TEST_CASE("a chain recorded from either end, or at once, gives all ancestors with their steps") {
  for (std::string const order : {"n", "-n"}) {
    Connection db = with_entities(5);
    db.script(
        "DO $$ BEGIN FOR i IN 1..4 LOOP INSERT INTO store.was_derived_from VALUES ("
        "'e' || CASE '" +
        order + "' WHEN 'n' THEN i + 1 ELSE 6 - i END, 'e' || CASE '" + order +
        "' WHEN 'n' THEN i ELSE 5 - i END); END LOOP; END $$");
    CHECK(number(db, "SELECT steps FROM store.lineage WHERE entity_id = 'e5' AND ancestor_id = 'e1'") == 4);
    CHECK(is_complete(db));
  }
  Connection db = with_entities(5);
  db.run("INSERT INTO store.was_derived_from SELECT 'e' || n + 1, 'e' || n FROM generate_series(1, 4) n");
  CHECK(number(db, "SELECT count(*) FROM store.lineage") == 10);
  CHECK(is_complete(db));
}

TEST_CASE("any web of derivations, recorded in pieces of any size, is complete") {
  std::mt19937 random(23523);
  Connection db = with_entities(40);
  std::set<std::pair<int, int>> known;
  for (int batch = 0; batch < 25; ++batch) {
    std::string values;
    for (int k = 0; k < 4; ++k) {
      int a = std::uniform_int_distribution(1, 40)(random), b = std::uniform_int_distribution(1, 40)(random);
      if (a == b) continue;
      if (a < b) std::swap(a, b);  // so that there is no circle
      if (!known.emplace(a, b).second) continue;
      values += (values.empty() ? "('e" : ", ('e") + std::to_string(a) + "', 'e" + std::to_string(b) + "')";
    }
    if (!values.empty()) db.run("INSERT INTO store.was_derived_from VALUES " + values);
    CAPTURE(batch);
    REQUIRE(is_complete(db));
  }
}

TEST_CASE("nothing is made of itself, not even over several steps") {
  Connection db = with_entities(3);
  db.run("INSERT INTO store.was_derived_from VALUES ('e2', 'e1'), ('e3', 'e2')");
  auto const circle =
      pg_test::failing([&] { db.run("INSERT INTO store.was_derived_from VALUES ('e1', 'e3')"); });
  CHECK(circle.message.find("lineage_not_of_itself") != std::string::npos);
  CHECK(is_complete(db));
}

TEST_CASE("an entity that goes takes its lines with it") {
  Connection db = with_entities(3);
  db.run("INSERT INTO store.was_derived_from VALUES ('e2', 'e1'), ('e3', 'e1')");
  db.run("DELETE FROM store.entity WHERE id = 'e2'");
  CHECK(number(db, "SELECT count(*) FROM store.lineage") == 1);
}

TEST_CASE("provenance of what is private stays private") {
  Connection db = with_entities(3);
  db.script(
      "UPDATE store.entity SET owner = 'alice' WHERE id = 'e3';"
      "INSERT INTO store.was_derived_from VALUES ('e2', 'e1'), ('e3', 'e2');"
      "INSERT INTO store.agent (id, name) VALUES ('a1', 'Alice'), ('a2', 'Collaboration');"
      "INSERT INTO store.was_attributed_to (entity_id, agent_id) VALUES ('e3', 'a1'), ('e1', 'a2')");
  auto const seen = [&](std::string const& user) {
    become(db, user);
    std::string const text =
        table(db,
              "SELECT (SELECT count(*) FROM prov.entity), (SELECT count(*) FROM prov.lineage),"
              " (SELECT string_agg(name, ' ' ORDER BY name) FROM prov.agent)");
    become_owner(db);
    return text;
  };
  CHECK(seen("") == "2|1|Collaboration");
  CHECK(seen("bob") == "2|1|Collaboration");
  CHECK(seen("alice") == "3|3|Alice Collaboration");
}

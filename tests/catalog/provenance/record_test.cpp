/// Graphs into the database: once or twice, one after the other or all at once, whatever is in them.
#include <algorithm>
#include <atomic>
#include <ctime>
#include <random>
#include <thread>

#include <doctest/doctest.h>

#include "catalog/provenance/record_json.hpp"
#include "cluster_fixture.hpp"
#include "example.hpp"
#include "failing.hpp"
#include "provenance_example.hpp"
#include "server_time.hpp"

using namespace provenance_test;
using catalog::pg::Connection;
using schema_test::empty_catalogue;
using schema_test::number;
using schema_test::table;
namespace prov = catalog::prov;

namespace {

std::string const run = "ivo://distill.example/dr1?23523";

}  // namespace

TEST_CASE("a recorded job is in the tables, row for row") {
  Connection db = empty_catalogue();
  record(db, job_graph("j1", "alice", {run, run + "1"}));
  CHECK(table(db,
              "SELECT name, phase, owner, exit_code, start_time = '2026-09-20 10:00:01Z', environment ->> "
              "'compiler' FROM store.activity") == "map|COMPLETED|alice|0|t|GCC 12.2");
  CHECK(table(db, "SELECT event FROM store.activity_event ORDER BY position") == "PENDING\nCOMPLETED");
  CHECK(table(db,
              "SELECT entity_id, role, type, rows_used, rows_rejected, description_id FROM store.used ORDER "
              "BY 1 LIMIT 1") == run + "|events|Main|900|100|map/0.2.0/uses/events");
  CHECK(table(db, "SELECT name, value, origin, description_id FROM store.parameter ORDER BY position") ==
        "binsz|0.02|user|map/0.2.0/parameters/binsz\nproj|TAN|default|-");
  CHECK(number(db, "SELECT count(*) FROM store.lineage WHERE entity_id = '" + product_id("j1") + "'") == 2);
  CHECK(number(db, "SELECT count(*) FROM store.was_generated_by") == 2);
  CHECK(problems(db).empty());
}

TEST_CASE("recording the same again changes nothing; recording more is kept") {
  Connection db = empty_catalogue();
  prov::Graph graph = job_graph("j1", "alice", {run});
  graph.activities.front().phase = "ABORTED";
  graph.activities.front().exit_code.reset();
  record(db, graph);
  std::string const once = everything(db);
  record(db, graph);
  CHECK(everything(db) == once);
  graph.activities.front().exit_signal = 15;
  graph.activities.front().cpu_time = 12.5;
  graph.activities.front().events.push_back({*graph.activities.front().stopped, "ended", "the process"});
  graph.parameters.push_back({"j1", "nxpix", "200", prov::Origin::derived});
  record(db, graph);
  CHECK(table(db, "SELECT phase, exit_signal, cpu_time FROM store.activity") == "ABORTED|15|12.5");
  CHECK(number(db, "SELECT count(*) FROM store.activity_event") == 3);
  CHECK(number(db, "SELECT count(*) FROM store.parameter") == 3);
  CHECK(number(db, "SELECT count(*) FROM store.activity") == 1);
}

TEST_CASE("a job cannot take over what others made or what the catalogue knows") {
  Connection db = empty_catalogue();
  record(db, job_graph("j1", "alice", {run}));
  std::string const known = everything(db);
  prov::Graph thief = job_graph("j2", "mallory", {});
  thief.entities.push_back({.id = product_id("j1"), .name = "stolen", .owner = "mallory"});
  thief.generated.push_back({.entity = product_id("j1"), .activity = "j2", .role = "loot"});
  thief.entities.push_back({.id = run, .name = "stolen", .owner = "mallory"});
  record(db, thief);
  CHECK(number(db, "SELECT count(*) FROM store.entity WHERE name = 'stolen'") == 0);
  CHECK(table(db, "SELECT activity_id, role FROM store.was_generated_by WHERE entity_id = '" +
                      product_id("j1") + "'") == "j1|map.fits");
  prov::Graph same_id = job_graph("j1", "mallory", {});
  same_id.activities.front().job_id = "j2";
  record(db, same_id);
  CHECK(table(db, "SELECT owner, job_id FROM store.activity WHERE id = 'j1'") == "alice|j1");
}

TEST_CASE("an input with another content than the recorded one is another version of it") {
  Connection db = empty_catalogue();
  record(db, job_graph("j1", "alice", {run}));
  prov::Graph later = job_graph("j2", "alice", {run});
  later.entities.front().sha256 = sum_of("reprocessed");
  std::string const version = run + "@" + sum_of("reprocessed").substr(0, 12);
  for (int times = 0; times < 2; ++times) {
    record(db, later);
    CHECK(table(db, "SELECT entity_id FROM store.used WHERE activity_id = 'j2'") == version);
    CHECK(table(db, "SELECT ancestor_id FROM store.lineage WHERE entity_id = '" + product_id("j2") + "'") ==
          version);
    CHECK(table(db, "SELECT entity_id, general_id FROM store.specialization_of") == version + "|" + run);
    CHECK(table(db, "SELECT sha256 FROM store.entity WHERE id = '" + run + "'") == sum_of(run));
    CHECK(table(db, "SELECT obs_id FROM store.entity WHERE id = '" + version + "'") == "23523");
  }
  CHECK(problems(db).empty());
}

TEST_CASE("a file that changes in the catalogue does not change what was used before") {
  Connection db = empty_catalogue();
  record(db, job_graph("j1", "alice", {run}));
  db.script("INSERT INTO store.activity (id, name, software, version) VALUES ('" + run +
            "#reconstruction', 'reconstruction', 'hap', '17');"
            "INSERT INTO store.was_generated_by VALUES ('" +
            run + "', 'events', 'Main', NULL, '" + run + "#reconstruction')");
  std::string const version = run + "@" + sum_of(run).substr(0, 12);
  db.run("UPDATE store.entity SET sha256 = $1 WHERE id = $2", {sum_of("reprocessed"), run});
  db.run("DELETE FROM store.activity WHERE id = $1", {run + "#reconstruction"});
  CHECK(table(db, "SELECT entity_id FROM store.used") == version);
  CHECK(table(db, "SELECT sha256 FROM store.entity WHERE id = '" + version + "'") == sum_of(run));
  CHECK(
      table(
          db,
          "SELECT t.version FROM store.lineage l JOIN store.was_generated_by g ON g.entity_id = l.ancestor_id"
          " JOIN store.activity t ON t.id = g.activity_id") == "17");
  CHECK(table(db, "SELECT entity_id, general_id FROM store.specialization_of") == version + "|" + run);
  record(db, job_graph("j1", "alice", {run}));  // the same again finds the version it used
  CHECK(table(db, "SELECT entity_id FROM store.used") == version);
  CHECK(problems(db).empty());
}

TEST_CASE("a checksum nobody had yet is filled in, if the file is still the same") {
  Connection db = empty_catalogue();
  prov::Graph graph = job_graph("j1", "alice", {run});
  graph.entities.front().sha256.clear();
  graph.entities.front().changed = jobs::instant_from("2020-01-01");
  record(db, graph);
  CHECK(table(db, "SELECT sha256 FROM store.entity WHERE id = '" + run + "'") == "-");
  prov::Graph second = job_graph("j2", "alice", {run});
  second.entities.front().changed = jobs::instant_from("2021-01-01");
  record(db, second);
  CHECK(table(db, "SELECT sha256 FROM store.entity WHERE id = '" + run + "'") == "-");
  second.entities.front().changed = jobs::instant_from("2020-01-01");
  record(db, second);
  CHECK(table(db, "SELECT sha256 FROM store.entity WHERE id = '" + run + "'") == sum_of(run));
}

TEST_CASE("any bytes can be recorded") {
  Connection db = empty_catalogue();
  prov::Graph graph = job_graph("j1", "alice", {run});
  graph.parameters.front().value = std::string("a\0b \xff\xfe \xed\xa0\x80 'quoted' \"and\" \\u0000 {}", 40);
  graph.activities.front().error = "line\nline\ttab\x01";
  graph.activities.front().facts.emplace_back(std::string("na\0me", 5), "\xc3");
  graph.entities.front().sha256 = "not a sum";
  graph.agents.front().type = "Robot";
  graph.used.push_back({.activity = "j1", .entity = "ivo://nobody/knows?this", .role = "events"});
  graph.derived.push_back({product_id("j1"), "ivo://nobody/knows?this"});
  record(db, graph);
  CHECK(number(db, "SELECT count(*) FROM store.activity") == 1);
  CHECK(number(db, "SELECT count(*) FROM store.used") == 1);
  CHECK(table(db, "SELECT error = E'line\\nline\\ttab\\x01' FROM store.activity") == "t");
}

TEST_CASE("what the tables refuse leaves the activity, with a word about it") {
  Connection db = empty_catalogue();
  std::string warned;
  db.on_notice([&](catalog::pg::Notice const& notice) { warned += notice.message; });
  prov::Graph graph = job_graph("j1", "alice", {run});
  graph.attributed.push_back({product_id("j1"), "nobody", "Creator"});
  record(db, graph);
  CHECK(table(db, "SELECT phase, owner FROM store.activity") == "COMPLETED|alice");
  CHECK(table(db, "SELECT comment LIKE '%could not be recorded%' FROM store.activity") == "t");
  CHECK(warned.find("j1") != std::string::npos);
  record(db, job_graph("j1", "alice", {run}));
  CHECK(number(db, "SELECT count(*) FROM store.was_generated_by") == 2);
  CHECK(table(db, "SELECT comment FROM store.activity") == "-");
}

TEST_CASE("many jobs that end at once with the same new inputs, in any order, are all recorded") {
  Connection first = empty_catalogue();
  std::string const database = table(first, "SELECT current_database()");
  auto const open = [&] { return Connection(pg_test::cluster().conninfo(database)); };
  std::vector<std::thread> threads;
  std::atomic<int> failed = 0;
  for (unsigned t = 0; t < 6; ++t)
    threads.emplace_back([&, t] {
      try {
        Connection db = open();
        std::mt19937 random(t);
        for (int n = 0; n < 8; ++n) {
          std::vector<std::string> inputs;
          for (int i = 0; i < 60; ++i)
            inputs.push_back("ivo://distill.example/dr1?" + std::to_string(n * 40 + i));
          std::ranges::shuffle(inputs, random);
          prov::Graph graph = job_graph("job-" + std::to_string(t) + "-" + std::to_string(n),
                                        "user" + std::to_string(t), inputs);
          if (t % 2 == 1)
            for (auto& entity : graph.entities)
              if (entity.type == "DL3") entity.sha256 = sum_of(entity.id + "'");
          record(db, graph);
        }
      } catch (std::exception const& error) {
        ++failed;
        MESSAGE(error.what());
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(failed == 0);
  CHECK(number(first, "SELECT count(*) FROM store.activity") == 48);
  CHECK(number(first, "SELECT count(*) FROM store.used") == 48 * 60);
  CHECK(number(first, "SELECT count(*) FROM store.lineage") == 48 * 60);
  CHECK(number(first, "SELECT count(*) FROM store.entity WHERE entity_type = 'DL3'") == 2 * 340);
  CHECK(number(first,
               "SELECT count(*) FROM store.used u JOIN store.entity e ON e.id = u.entity_id WHERE e.sha256 "
               "IS NULL") == 0);
  CHECK(problems(first).empty());
}

TEST_CASE("a job with ten thousand runs goes through a collection, and every run is found") {
  Connection db = empty_catalogue();
  prov::Graph graph = job_graph("big", "alice", {});
  prov::Entity const collection{.id = product_id("big", "runs"),
                                .name = "10000 runs",
                                .type = "collection",
                                .owner = "alice",
                                .sha256 = sum_of("runs")};
  graph.entities.push_back(collection);
  graph.used.push_back({.activity = "big", .entity = collection.id, .role = "events", .type = "Main"});
  graph.derived.push_back({product_id("big"), collection.id});
  for (int n = 0; n < 10000; ++n) {
    std::string const id = "ivo://distill.example/dr1?" + std::to_string(n);
    graph.entities.push_back(
        {.id = id, .name = "run events", .type = "DL3", .obs_id = std::to_string(n), .sha256 = sum_of(id)});
    graph.members.push_back({collection.id, id});
    for (char const* const hdu : {"gti", "aeff", "edisp", "psf", "bkg"}) {
      graph.entities.push_back({.id = id + "#" + hdu,
                                .name = hdu,
                                .type = "irf",
                                .obs_id = std::to_string(n),
                                .sha256 = sum_of(id)});
      graph.members.push_back({id, id + "#" + hdu});
    }
  }
  std::clock_t const began = std::clock();
  std::string const json = prov::record_json(graph);
  MESSAGE("10 000 runs with 6 HDUs: " << json.size() / 1000000 << " MB, written in "
                                      << static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC
                                      << " s of processor time");
  double before = provenance_test::server_seconds(db);
  db.run("SELECT store.record_provenance($1::jsonb)", {json});
  MESSAGE("recorded in " << server_seconds(db) - before << " s of processor time");
  CHECK(number(db, "SELECT count(*) FROM store.lineage WHERE entity_id = '" + product_id("big") + "'") ==
        10001);
  CHECK(table(db, "SELECT steps FROM store.lineage WHERE entity_id = '" + product_id("big") +
                      "' AND ancestor_id = 'ivo://distill.example/dr1?777'") == "2");
  CHECK(number(db, "SELECT count(*) FROM store.lineage WHERE ancestor_id LIKE '%#%'") == 0);
  before = server_seconds(db);
  db.run("SELECT store.record_provenance($1::jsonb)", {json});
  MESSAGE("recorded again in " << server_seconds(db) - before << " s of processor time");
  CHECK(problems(db).empty());
}

TEST_CASE("the products of a job that is destroyed are invalid, once, and what was published lives on") {
  Connection db = schema_test::example_catalogue();
  record(db, job_graph("j1", "alice", {run}));
  record(db, job_graph("j2", "alice", {product_id("j1")}));
  db.script(
      "INSERT INTO store.product (name, did, collection_id, kind) SELECT 'p', "
      "'ivo://distill.example/jobs?j2/map.fits', id, 'counts-image'"
      " FROM store.collection WHERE name = 'open';"
      "INSERT INTO store.dataset (product_id, collection_id, kind, cta_type, dataproduct_level, calib_level, "
      "obs_collection, obs_id,"
      " obs_publisher_did) SELECT id, collection_id, kind, 'image', 4, 3, 'open', name, did FROM "
      "store.product");
  CHECK(number(db, "SELECT store.invalidate_products('j1', 'the job was deleted')") == 2);
  CHECK(number(db, "SELECT store.invalidate_products('j1', 'again')") == 0);
  CHECK(number(db, "SELECT store.invalidate_products('j2', 'past its time')") == 1);
  CHECK(number(db, "SELECT store.invalidate_products('nobody', 'x')") == 0);
  CHECK(
      table(
          db,
          "SELECT id, invalidated_reason FROM store.entity WHERE invalidated_time IS NOT NULL ORDER BY id") ==
      product_id("j1", "log.txt") + "|the job was deleted\n" + product_id("j1") + "|the job was deleted\n" +
          product_id("j2", "log.txt") + "|past its time");
  record(db, job_graph("j1", "alice", {run}));
  CHECK(number(db, "SELECT count(*) FROM store.entity WHERE invalidated_time IS NOT NULL") == 3);
}

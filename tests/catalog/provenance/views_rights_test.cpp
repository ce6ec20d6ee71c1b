/// The tables of the schema prov through the eyes of those who may not see everything.
#include <doctest/doctest.h>

#include "catalog/adql/translate.hpp"
#include "example.hpp"
#include "failing.hpp"
#include "provenance_example.hpp"

using namespace provenance_test;
using namespace schema_test;
using catalog::pg::Connection;
namespace prov = catalog::prov;

namespace {

std::string const open_run = "ivo://distill.example/open?5029748";

/// Whatever is hidden from all but alice says "secret" somewhere.
prov::Graph secret_job(std::string const& id, std::string const& owner) {
  prov::Graph graph = job_graph(id, owner, {open_run});
  prov::Activity& a = graph.activities.front();
  a.description = "secret-type/1";
  for (std::string* const text : {&a.error, &a.host, &a.command_line, &a.run_id, &a.comment, &a.seed})
    *text = "secret";
  a.events.front().comment = "secret";
  graph.descriptions = {
      {.id = "secret-type/1", .name = "secret", .owner = owner.empty() ? "anonymous" : owner}};
  graph.descriptions.front().parameters = {{.name = "secret"}};
  graph.descriptions.front().usages = {{.role = "secret", .content_type = "application/secret"}};
  graph.descriptions.front().generations = {{.role = "secret", .content_type = "application/secret"}};
  graph.parameters.front().value = "secret";
  graph.config_files.front().name = "secret";
  graph.used.push_back({.activity = id, .entity = open_run, .role = "secret", .type = "secret"});
  for (auto& made : graph.generated) made.role = made.type = "secret";
  graph.associated.front().role = graph.attributed.front().role = "secret";
  graph.agents.front().name = "secret";
  graph.entities.push_back({.id = "secret-runs", .type = "collection", .owner = owner});
  graph.members = {{"secret-runs", open_run}};
  graph.specialized = {{product_id(id), open_run}};
  return graph;
}

Connection with_secrets(std::string const& owner) {
  Connection db = empty_catalogue();
  prov::Graph shared;
  shared.entities.push_back({.id = open_run, .open = true, .sha256 = sum_of(open_run)});
  record(db, shared);
  record(db, secret_job("secret-job", owner));
  prov::Graph second = secret_job("secret-job-2", owner);
  second.informed = {{"secret-job-2", "secret-job", "secret"}};
  record(db, second);
  return db;
}

}  // namespace

TEST_CASE("no table of the provenance tells anything of somebody else's jobs") {
  for (std::string const owner : {"alice", ""}) {
    Connection db = with_secrets(owner);
    catalog::pg::Result const tables =
        db.run("SELECT table_name FROM tap_schema.tables WHERE schema_name = 'prov'");
    REQUIRE(tables.rows() >= 20);
    for (std::string const user : {"", "bob"}) {
      become(db, user);
      for (std::size_t i = 0; i < tables.rows(); ++i) {
        CAPTURE(tables.text(i, 0));
        CHECK(number(db, "SELECT count(*) FROM " + tables.text(i, 0) + " t WHERE t::text LIKE '%secret%'") ==
              0);
      }
      CHECK(number(db, "SELECT count(*) FROM prov.used") == 0);
      CHECK(number(db, "SELECT count(*) FROM prov.entity") == 1);
      become_owner(db);
    }
    if (owner.empty()) continue;
    become(db, owner);
    for (std::string const name : {"activity",
                                   "activity_event",
                                   "entity",
                                   "used",
                                   "was_generated_by",
                                   "was_derived_from",
                                   "lineage",
                                   "agent",
                                   "was_associated_with",
                                   "was_attributed_to",
                                   "had_member",
                                   "specialization_of",
                                   "parameter",
                                   "config_file",
                                   "was_informed_by",
                                   "activity_description",
                                   "parameter_description",
                                   "usage_description",
                                   "generation_description",
                                   "entity_description"}) {
      CAPTURE(name);
      CHECK(number(db, "SELECT count(*) FROM prov." + name + " t WHERE t::text LIKE '%secret%'") > 0);
    }
  }
}

TEST_CASE("nor can a query be made to fail on it") {
  Connection db = with_secrets("alice");
  catalog::pg::Result const columns = db.run(
      "SELECT table_name, column_name FROM tap_schema.columns WHERE table_name LIKE 'prov.%' AND datatype IN "
      "('char', 'unicodeChar')"
      " AND xtype IS NULL");
  REQUIRE(columns.rows() > 80);
  become(db, "bob");
  for (std::size_t i = 0; i < columns.rows(); ++i) {
    std::string const query = "SELECT count(*) FROM " + columns.text(i, 0) + " WHERE (CASE WHEN " +
                              columns.text(i, 1) +
                              " LIKE '%secret%' THEN 'a hidden row' ELSE '1' END)::int = 1";
    CAPTURE(query);
    CHECK_NOTHROW(db.run(query));
  }
  for (std::string const trap :
       {"SELECT count(*) FROM prov.used WHERE 1 / (CASE WHEN rows_used = 900 THEN 0 ELSE 1 END) = 1",
        "SELECT count(*) FROM prov.lineage WHERE 1 / (CASE WHEN steps = 1 THEN 0 ELSE 1 END) = 1",
        "SELECT count(*) FROM prov.used u JOIN prov.entity e ON e.id = u.entity_id WHERE 1 / (CASE WHEN "
        "u.rows_used = 900 AND e.id LIKE 'ivo%' THEN "
        "0 ELSE 1 END) = 1",
        "SELECT count(*) FROM prov.entity e LEFT JOIN prov.used u ON e.id = u.entity_id WHERE 1 / (CASE WHEN "
        "u.rows_used = 900 THEN 0 ELSE 1 END) = 1"}) {
    CAPTURE(trap);
    CHECK_NOTHROW(db.run(trap));
  }
  become_owner(db);
  become(db, "alice");
  CHECK(pg_test::failing([&] {
          db.run(
              "SELECT count(*) FROM prov.used WHERE 1 / (CASE WHEN rows_used = 900 THEN 0 ELSE 1 END) = 1");
        }).sqlstate == "22012");
}

TEST_CASE("a product that is given away does not tell the job that made it") {
  Connection db = with_secrets("alice");
  db.run("UPDATE store.entity SET owner = NULL WHERE id = '" + product_id("secret-job") + "'");
  become(db, "bob");
  CHECK(table(db, "SELECT id, generated_by, generated_role FROM prov.entity WHERE entity_type = 'DL4'") ==
        product_id("secret-job") + "|-|-");
  CHECK(number(db, "SELECT count(*) FROM prov.was_generated_by") == 0);
  CHECK(number(db, "SELECT count(*) FROM prov.lineage") == 1);
  become_owner(db);
  become(db, "alice");
  CHECK(table(db, "SELECT generated_by, generated_role FROM prov.entity WHERE id = '" +
                      product_id("secret-job") + "'") == "secret-job|secret");
}

/// Graphs tell nobody what is not for him, and stay connected.
#include <algorithm>

#include <doctest/doctest.h>

#include "catalog/provenance/load.hpp"
#include "example.hpp"
#include "provenance_example.hpp"

using namespace provenance_test;
using catalog::pg::Connection;
namespace prov = catalog::prov;
using prov::Direction, prov::Graph, prov::load_graph, prov::Loaded, prov::Walk;

namespace {

std::string const open_run = "ivo://distill.example/open?5029748",
                  secret_run = "ivo://distill.example/secret?5029748";
Walk const full{.depth = std::nullopt,
                .direction = Direction::both,
                .members = true,
                .agents = true,
                .descriptions = 2,
                .configuration = true};

/// alice made a map of an open run; bob one of a secret run and alice's map, and gave the result away.
Connection with_private_jobs() {
  Connection db = schema_test::example_catalogue();
  record(db, job_graph("alices", "alice", {open_run}));
  record(db, job_graph("bobs", "bob", {secret_run, product_id("alices")}));
  db.run("UPDATE store.entity SET owner = NULL WHERE id = $1", {product_id("bobs")});
  return db;
}

/// All texts of a graph in one.
std::string words_of(Graph const& graph) {
  std::string all;
  auto const add = [&all](auto const&... texts) { ((all += texts + "\n"), ...); };
  for (auto const& e : graph.entities)
    add(e.id, e.name, e.type, e.owner, e.sha256, e.obs_id, e.file_name, e.location);
  for (auto const& a : graph.activities) add(a.id, a.name, a.owner, a.phase, a.job_id, a.description);
  for (auto const& a : graph.agents) add(a.id, a.name);
  for (auto const& u : graph.used) add(u.activity, u.entity, u.role, u.type);
  for (auto const& g : graph.generated) add(g.activity, g.entity, g.role, g.type);
  for (auto const& d : graph.derived) add(d.entity, d.progenitor);
  for (auto const& a : graph.associated) add(a.activity, a.agent, a.role);
  for (auto const& a : graph.attributed) add(a.entity, a.agent, a.role);
  for (auto const& p : graph.parameters) add(p.activity, p.name, p.value);
  return all;
}

std::ptrdiff_t restricted(Graph const& graph) {
  return std::ranges::count(graph.entities, true, &prov::Entity::restricted) +
         std::ranges::count(graph.activities, true, &prov::Activity::restricted);
}

}  // namespace

TEST_CASE("the graph of a product given away is whole, and hidden things have no names in it") {
  Connection db = with_private_jobs();
  Loaded const loaded =
      load_graph(db, "", {product_id("bobs")},
                 {.depth = std::nullopt, .agents = true, .descriptions = 2, .configuration = true});
  // bob's job, the secret run, alice's map, alice's job; the open run is seen at the end of it.
  CHECK(restricted(loaded.graph) == 4);
  CHECK(loaded.graph.entities.size() + loaded.graph.activities.size() == 6);
  CHECK(loaded.graph.used.size() == 3);
  CHECK(loaded.graph.generated.size() == 2);
  std::string const words = words_of(loaded.graph);
  for (std::string const hidden : {"alice", "secret", "binsz"}) {
    CAPTURE(hidden);
    CHECK(words.find(hidden) == std::string::npos);
  }
  CHECK(words.find(open_run) != std::string::npos);
  CHECK(words.find("bobs\n") == std::string::npos);
  for (auto const& used : loaded.graph.used) CHECK(used.role.empty());
  Loaded const as_bob = load_graph(db, "bob", {product_id("bobs")}, {.depth = std::nullopt});
  CHECK(restricted(as_bob.graph) == 2);
  CHECK(words_of(as_bob.graph).find("alice") == std::string::npos);
}

TEST_CASE("what others make of open data is their business, even how much it is") {
  Connection db = with_private_jobs();
  record(db, job_graph("carols", "carol", {open_run}));
  Loaded const loaded =
      load_graph(db, "", {open_run}, {.depth = std::nullopt, .direction = Direction::forward});
  // Only the way to what bob gave away: alice's job and map, bob's job.
  CHECK(restricted(loaded.graph) == 3);
  CHECK(words_of(loaded.graph).find(product_id("bobs")) != std::string::npos);
  db.run("UPDATE store.entity SET owner = 'bob' WHERE id = $1", {product_id("bobs")});
  Loaded const nothing =
      load_graph(db, "", {open_run}, {.depth = std::nullopt, .direction = Direction::forward});
  CHECK(nothing.graph.entities.size() == 1);
  CHECK(nothing.graph.activities.empty());
}

TEST_CASE("private things are as unknown as those that do not exist") {
  Connection db = with_private_jobs();
  std::vector<std::string> const ids{"alices", product_id("alices"), secret_run, "nothing", "bobs"};
  CHECK(load_graph(db, "", ids, full).unknown == ids);
  CHECK(load_graph(db, "mallory", ids, full).unknown == ids);
  CHECK(load_graph(db, "bob", ids, full).unknown ==
        std::vector<std::string>{"alices", product_id("alices"), "nothing"});
  CHECK(load_graph(db, "alice", ids, full).unknown ==
        std::vector<std::string>{secret_run, "nothing", "bobs"});
}

TEST_CASE("who knows the id of an anonymous job sees it, others do not even meet it") {
  Connection db = schema_test::example_catalogue();
  record(db, job_graph("nobodys", "", {open_run}));
  record(db, job_graph("next", "", {product_id("nobodys")}));
  for (std::string const user : {"", "alice"}) {
    CAPTURE(user);
    Loaded const loaded = load_graph(db, user, {"nobodys"}, {});
    CHECK(loaded.unknown.empty());
    CHECK(restricted(loaded.graph) == 0);
    CHECK(loaded.graph.entities.size() == 3);
    CHECK(load_graph(db, user, {product_id("nobodys")}, {}).graph.activities.size() == 1);
    CHECK(restricted(load_graph(db, user, {product_id("nobodys")}, {}).graph) == 0);
    CHECK(load_graph(db, user, {open_run}, {.direction = Direction::forward}).graph.activities.empty());
    Loaded const second = load_graph(db, user, {"next"}, {.depth = std::nullopt});
    CHECK(restricted(second.graph) == 1);  // the job that made its input
  }
}

TEST_CASE("a user called like nobody is nobody") {
  Connection db = with_private_jobs();
  record(db, job_graph("nobodys", "", {open_run}));
  CHECK(load_graph(db, "", {product_id("alices")}, {}).unknown.size() == 1);
  CHECK(load_graph(db, "ALICE", {"alices"}, {}).unknown.size() == 1);
}

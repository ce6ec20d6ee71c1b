/// Walks over recorded provenance, against walks in memory.
#include "catalog/provenance/load.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <doctest/doctest.h>

#include "example.hpp"
#include "provenance_example.hpp"

using namespace provenance_test;
using catalog::pg::Connection;
using schema_test::empty_catalogue;
namespace prov = catalog::prov;
using prov::Direction, prov::load_graph, prov::Loaded, prov::Walk;

namespace {

using Ids = std::set<std::string>;

template <class Items>
Ids ids_of(Items const& items) {
  Ids ids;
  for (auto const& item : items) ids.insert(item.id);
  return ids;
}

/// Activities of which each uses some of the products of earlier ones and makes two.
struct Web {
  std::map<std::string, Ids> used, made;
  Connection db = empty_catalogue();

  explicit Web(unsigned seed) {
    std::mt19937 random(seed);
    Ids entities{"source"};
    for (int i = 0; i < 30; ++i) {
      std::string const id = "a" + std::to_string(i);
      for (int n = 0; n < 3; ++n) {
        auto const pick = std::next(entities.begin(), std::uniform_int_distribution<long>(
                                                          0, static_cast<long>(entities.size()) - 1)(random));
        used[id].insert(*pick);
      }
      for (std::string const& one : {id + "/x", id + "/y"}) made[id].insert(one);
      entities.insert(made[id].begin(), made[id].end());
    }
    prov::Graph graph;
    for (std::string const& id : entities) graph.entities.push_back({.id = id, .open = true});
    for (auto const& [id, inputs] : used) {
      graph.activities.emplace_back();
      graph.activities.back().id = graph.activities.back().job_id = id;
      graph.activities.back().open = true;
      for (std::string const& input : inputs) graph.used.push_back({.activity = id, .entity = input});
      for (std::string const& product : made[id])
        graph.generated.push_back({.entity = product, .activity = id});
    }
    record(db, graph);
  }

  /// From an entity, crossing at most `depth` activities.
  std::pair<Ids, Ids> walk(std::string const& from, int depth, bool forward) const {
    auto const& near = forward ? used : made;
    auto const& far = forward ? made : used;
    Ids entities{from}, activities, edge{from};
    for (int n = 0; n < depth; ++n) {
      Ids next;
      for (auto const& [activity, things] : near) {
        if (std::ranges::none_of(things, [&](std::string const& t) { return edge.contains(t); })) continue;
        activities.insert(activity);
        next.insert(far.at(activity).begin(), far.at(activity).end());
      }
      edge = next;
      entities.insert(next.begin(), next.end());
    }
    return {entities, activities};
  }
};

}  // namespace

TEST_CASE("a walk of any depth in either direction finds what a walk in memory finds") {
  Web web(23523);
  for (std::string const from : {"source", "a7/x", "a15/y", "a29/x"})
    for (int depth = 0; depth < 5; ++depth)
      for (bool const forward : {false, true}) {
        CAPTURE(from);
        CAPTURE(depth);
        CAPTURE(forward);
        Loaded const loaded =
            load_graph(web.db, "", {from},
                       {.depth = depth, .direction = forward ? Direction::forward : Direction::back});
        auto const [entities, activities] = web.walk(from, depth, forward);
        CHECK(ids_of(loaded.graph.entities) == entities);
        CHECK(ids_of(loaded.graph.activities) == activities);
        for (prov::Used const& u : loaded.graph.used) CHECK(web.used.at(u.activity).contains(u.entity));
        for (prov::Generated const& g : loaded.graph.generated)
          CHECK(web.made.at(g.activity).contains(g.entity));
        CHECK_FALSE(loaded.graph.truncated);
      }
  Loaded const all = load_graph(web.db, "", {"a29/x"}, {.depth = std::nullopt});
  auto const [entities, activities] = web.walk("a29/x", 100, false);
  CHECK(ids_of(all.graph.entities) == entities);
  CHECK(ids_of(all.graph.activities) == activities);
  Loaded const both = load_graph(web.db, "", {"a15/x"}, {.direction = Direction::both});
  Ids expected = web.walk("a15/x", 1, false).first;
  expected.merge(web.walk("a15/x", 1, true).first);
  CHECK(ids_of(both.graph.entities) == expected);
}

TEST_CASE("of an activity asked for, both sides are shown, and the walk goes on from one") {
  Web web(5);
  for (std::string const id : {"a0", "a9", "a29"}) {
    Ids sides = web.used.at(id);
    sides.insert(web.made.at(id).begin(), web.made.at(id).end());
    Loaded const one = load_graph(web.db, "", {id}, {});
    CHECK(ids_of(one.graph.entities) == sides);
    CHECK(ids_of(one.graph.activities) == Ids{id});
    CHECK(load_graph(web.db, "", {id}, {.depth = 0}).graph.entities.empty());
    Loaded const two = load_graph(web.db, "", {id}, {.depth = 2});
    Ids activities{id};
    for (std::string const& input : web.used.at(id)) activities.merge(web.walk(input, 1, false).second);
    CHECK(ids_of(two.graph.activities) == activities);
  }
}

TEST_CASE("a graph too large is cut, says so, and is no larger than was asked") {
  Web web(1);
  for (std::size_t most : {1u, 2u, 10u, 40u}) {
    Loaded const loaded = load_graph(
        web.db, "", {"source"}, {.depth = std::nullopt, .direction = Direction::forward, .most_nodes = most});
    CHECK(loaded.graph.entities.size() + loaded.graph.activities.size() == most);
    CHECK(loaded.graph.truncated);
  }
  CHECK_FALSE(load_graph(web.db, "", {"source"},
                         {.depth = std::nullopt, .direction = Direction::forward, .most_nodes = 91})
                  .graph.truncated);
}

TEST_CASE("everything that was recorded comes back") {
  Connection db = empty_catalogue();
  prov::Graph const graph = job_graph("j1", "alice", {"ivo://distill.example/dr1?1"});
  record(db, graph);
  Loaded const loaded =
      load_graph(db, "alice", {"j1"}, {.agents = true, .descriptions = 2, .configuration = true});
  REQUIRE(loaded.graph.activities.size() == 1);
  prov::Activity const &a = loaded.graph.activities.front(), &b = graph.activities.front();
  CHECK(a.started == b.started);
  CHECK(a.stopped == b.stopped);
  CHECK(a.created == b.created);
  CHECK(a.exit_code == b.exit_code);
  CHECK(a.facts == b.facts);
  CHECK(a.events.size() == b.events.size());
  CHECK(a.owner == "alice");
  CHECK_FALSE(a.open);
  CHECK(ids_of(loaded.graph.entities) == ids_of(graph.entities));
  CHECK(loaded.graph.used.front().rows_rejected == 100);
  CHECK(loaded.graph.parameters.size() == 2);
  CHECK(loaded.graph.parameters.back().origin == prov::Origin::by_default);
  CHECK(loaded.graph.config_files.size() == 1);
  CHECK(ids_of(loaded.graph.agents) == ids_of(graph.agents));
  CHECK(loaded.graph.attributed.size() == 1);
  REQUIRE(loaded.graph.descriptions.size() == 1);
  CHECK(loaded.graph.descriptions.front().parameters.front().unit == "deg");
  CHECK(loaded.graph.descriptions.front().usages.front().content_type == "application/fits");
  Loaded const bare = load_graph(db, "alice", {"j1"}, {.attributes = false});
  CHECK(bare.graph.activities.front().facts.empty());
  CHECK(bare.graph.agents.empty());
  CHECK(bare.graph.parameters.empty());
}

TEST_CASE("collections are opened on demand, and met by walks that begin at a member") {
  Connection db = empty_catalogue();
  prov::Graph graph = job_graph("j1", "alice", {});
  graph.entities.push_back({.id = "runs", .type = "collection", .owner = "alice"});
  graph.used.push_back({.activity = "j1", .entity = "runs"});
  graph.derived.push_back({product_id("j1"), "runs"});
  for (std::string const run : {"r1", "r2"}) {
    graph.entities.push_back({.id = run, .open = true});
    graph.members.push_back({"runs", run});
  }
  record(db, graph);
  CHECK(ids_of(load_graph(db, "alice", {product_id("j1")}, {}).graph.entities) ==
        Ids{product_id("j1"), "runs"});
  Loaded const opened = load_graph(db, "alice", {product_id("j1")}, {.members = true});
  CHECK(ids_of(opened.graph.entities) == Ids{product_id("j1"), "runs", "r1", "r2"});
  CHECK(opened.graph.members.size() == 2);
  Loaded const forward = load_graph(db, "alice", {"r1"}, {.direction = Direction::forward});
  CHECK(ids_of(forward.graph.entities) == Ids{"r1", "runs", product_id("j1"), product_id("j1", "log.txt")});
}

TEST_CASE("unknown and absurd ids are told, whatever they are") {
  Connection db = empty_catalogue();
  record(db, job_graph("j1", "alice", {}));
  std::string const absurd[] = {"",
                                "nothing",
                                "'; DROP TABLE store.entity; --",
                                std::string("j1\0x", 4),
                                "\xff\xfe",
                                std::string(100000, 'x'),
                                "{j1}",
                                "j1,NULL"};
  Loaded const loaded = load_graph(db, "alice", {std::begin(absurd), std::end(absurd)}, {});
  CHECK(loaded.unknown.size() == std::size(absurd));
  CHECK(loaded.graph.activities.empty());
  Loaded const some = load_graph(db, "alice", {"j1", "nothing"}, {});
  CHECK(some.unknown == std::vector<std::string>{"nothing"});
  CHECK(some.activities == std::vector<std::string>{"j1"});
  CHECK_NOTHROW(load_graph(db, std::string("al\0ice", 6), {"j1"}, {}));
  CHECK(load_graph(db, "", {}, {}).unknown.empty());
}

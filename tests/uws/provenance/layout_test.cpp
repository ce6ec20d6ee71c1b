#include <chrono>
#include <cmath>
#include <random>

#include <doctest/doctest.h>

#include "sample_graphs.hpp"
#include "uws/provenance/layered.hpp"
#include "uws/provenance/picture.hpp"

using namespace uws::prov;

namespace {

Places const here{"https://host.example", "/provsap", "host.example"};

bool overlap(PictureNode const& a, PictureNode const& b) {
  return std::abs(a.centre.x - b.centre.x) < (a.width + b.width) / 2 - 0.01 &&
         std::abs(a.centre.y - b.centre.y) < (a.height + b.height) / 2 - 0.01;
}

bool on_page(Picture const& picture, PictureNode const& node) {
  return node.centre.x - node.width / 2 >= 0 && node.centre.x + node.width / 2 <= picture.width &&
         node.centre.y - node.height / 2 >= 0 && node.centre.y + node.height / 2 <= picture.height;
}

/// The fewest crossings of two layers in all orders of both.
std::size_t fewest(Layered graph) {
  std::size_t best = SIZE_MAX;
  auto& low = graph.layers[0];
  auto& high = graph.layers[1];
  std::sort(low.begin(), low.end());
  do {
    std::sort(high.begin(), high.end());
    do best = std::min(best, crossings_of(graph));
    while (std::next_permutation(high.begin(), high.end()));
  } while (std::next_permutation(low.begin(), low.end()));
  return best;
}

}  // namespace

TEST_CASE("nodes do not overlap, are on the page, and links end at nodes") {
  for (auto const& [name, graph] : sample::all())
    for (auto const flow :
         {Flow::left_to_right, Flow::right_to_left, Flow::top_to_bottom, Flow::bottom_to_top}) {
      CAPTURE(name);
      Picture picture = picture_of(graph, here, {.flow = flow});
      lay_out(picture);
      for (std::size_t i = 0; i < picture.nodes.size(); ++i) {
        CHECK(on_page(picture, picture.nodes[i]));
        for (std::size_t k = 0; k < i; ++k) CHECK_FALSE(overlap(picture.nodes[i], picture.nodes[k]));
      }
      for (auto const& link : picture.links) {
        REQUIRE(link.path.size() >= 2);
        PictureNode const& to = picture.nodes[link.to];
        CHECK(std::abs(link.path.back().x - to.centre.x) <= to.width / 2 + 0.01);
        CHECK(std::abs(link.path.back().y - to.centre.y) <= to.height / 2 + 0.01);
      }
    }
}

TEST_CASE("earlier things lie in the direction that was asked for") {
  for (auto const flow :
       {Flow::left_to_right, Flow::right_to_left, Flow::top_to_bottom, Flow::bottom_to_top}) {
    Picture picture = picture_of(sample::many_runs(30), here, {.flow = flow});
    lay_out(picture);
    for (auto const& link : picture.links) {
      PicturePoint const a = picture.nodes[link.from].centre, b = picture.nodes[link.to].centre;
      if (flow == Flow::left_to_right) CHECK(b.x < a.x);
      if (flow == Flow::right_to_left) CHECK(b.x > a.x);
      if (flow == Flow::top_to_bottom) CHECK(b.y < a.y);
      if (flow == Flow::bottom_to_top) CHECK(b.y > a.y);
    }
  }
}

TEST_CASE("what is alike becomes a stack, whatever the number; what was asked for never does") {
  auto const count = [](int runs) { return picture_of(sample::many_runs(runs), here, {}).nodes.size(); };
  CHECK(count(56) == count(300));
  auto const few = picture_of(sample::many_runs(3), here, {});
  for (auto const& node : few.nodes) CHECK(node.stack == 1);
  auto const asked = picture_of(sample::many_runs(56), here, {.asked = {"ivo://example.org/HESS-DR1?23530"}});
  std::size_t alone = 0;
  for (auto const& node : asked.nodes) alone += node.asked && node.stack == 1;
  CHECK(alone == 1);
  CHECK(asked.nodes.size() == count(56) + 3);  // with its own reconstruction and observation
}

TEST_CASE("a chain of a thousand things alike is not looked at forever") {
  catalog::prov::Graph graph;
  for (int i = 1; i < 1000; ++i)
    graph.derived.push_back({"e" + std::to_string(i), "e" + std::to_string(i - 1)});
  CHECK(picture_of(graph, here, {}).nodes.size() == 1000);
}

TEST_CASE("arcs run from higher to lower layers, circles apart, and layers have no gaps") {
  auto const layers = layers_of(5, {{1, 0}, {2, 1}, {3, 1}, {4, 2}, {4, 3}, {4, 0}});
  CHECK(layers[1] > layers[0]);
  CHECK(layers[2] > layers[1]);
  CHECK(layers[4] == 3);
  CHECK(layers_of(3, {{0, 1}, {1, 2}, {2, 0}}).size() == 3);
  CHECK(layers_of(1, {{0, 0}}) == std::vector<std::size_t>{0});
}

TEST_CASE("crossings are never more than before, and hardly more than must be") {
  std::mt19937 random(7);
  std::size_t made = 0, needed = 0;
  constexpr int trials = 20;
  for (int trial = 0; trial < trials; ++trial) {
    Layered graph;
    graph.layers = {{0, 1, 2, 3, 4}, {5, 6, 7, 8, 9}};
    graph.nodes = graph.real = 10;
    for (std::size_t a = 5; a < 10; ++a)
      for (std::size_t b = 0; b < 5; ++b)
        if (random() % 3 == 0) graph.arcs.emplace_back(a, b);
    auto const before = crossings_of(graph);
    Layered sorted = graph;
    reduce_crossings(sorted);
    auto const after = crossings_of(sorted);
    CHECK(after <= before);
    made += after;
    needed += fewest(graph);
  }
  CHECK(made >= needed);
  CHECK(static_cast<double>(made) < 1.1 * static_cast<double>(needed));
}

TEST_CASE("places keep order and distance, and a chain is straight") {
  Layered graph;
  graph.layers = {{0, 1}, {2}, {3, 4}};
  graph.arcs = {{2, 0}, {2, 1}, {3, 2}, {4, 2}};
  graph.nodes = graph.real = 5;
  std::vector<double> const sizes{40, 60, 50, 30, 30};
  auto const places = places_of(graph, sizes, 10);
  CHECK(places[1] - places[0] >= (40 + 60) / 2 + 10 - 1e-9);
  CHECK(places[4] - places[3] >= 30 + 10 - 1e-9);
  CHECK(places[2] == doctest::Approx((places[0] + places[1]) / 2));
  Layered chain;
  chain.layers = {{0}, {1}, {2}};
  chain.arcs = {{1, 0}, {2, 1}};
  chain.nodes = chain.real = 3;
  auto const straight = places_of(chain, {10, 90, 30}, 10);
  CHECK(straight[0] == doctest::Approx(straight[1]));
  CHECK(straight[1] == doctest::Approx(straight[2]));
}

TEST_CASE("a tangle of hundreds of nodes is drawn all the same") {
  std::mt19937 random(3);
  catalog::prov::Graph graph;
  for (int i = 0; i < 300; ++i) {
    graph.activities.push_back({});
    graph.activities.back().id = "job" + std::to_string(i);
    graph.activities.back().phase = "COMPLETED";
    graph.generated.push_back({"e" + std::to_string(i), graph.activities.back().id, "out", ""});
    for (int k = 0; k < 3 && i > 0; ++k)
      graph.used.push_back({"job" + std::to_string(i),
                            "e" + std::to_string(random() % static_cast<unsigned>(i)),
                            "in",
                            "",
                            {},
                            {}});
  }
  Picture picture = picture_of(graph, here, {});
  lay_out(picture);
  CHECK(picture.nodes.size() == 600);
  CHECK(to_svg(picture).size() > 100000);
}

#include <algorithm>
#include <cmath>

#include "uws/provenance/layered.hpp"

namespace uws::prov {

namespace {

struct Pull {
  std::size_t other;
  double weight;
};
using Pulls = std::vector<std::vector<Pull>>;

/// Links between two bends pull hardest: long links should be straight.
Pulls pulls_of(Layered const& graph, bool towards_lower) {
  Pulls out(graph.nodes);
  for (auto const& [from, to] : graph.arcs) {
    double const weight = (from >= graph.real ? 2.0 : 1.0) * (to >= graph.real ? 2.0 : 1.0);
    (towards_lower ? out[from] : out[to]).push_back({towards_lower ? to : from, weight});
  }
  return out;
}

struct Block {
  double sum = 0, weight = 0;
  std::size_t count = 0;
  double mean() const { return sum / weight; }
};

/// The places nearest to the wishes (least squares) that keep the order and the distances: isotonic
/// regression by pooling adjacent violators.
void settle(std::vector<std::size_t> const& layer, std::vector<double> const& wishes,
            std::vector<double> const& weights, std::vector<double> const& sizes, double gap,
            std::vector<double>& places) {
  std::vector<double> offset(layer.size(), 0);
  for (std::size_t i = 1; i < layer.size(); ++i)
    offset[i] = offset[i - 1] + (sizes[layer[i - 1]] + sizes[layer[i]]) / 2 + gap;
  std::vector<Block> blocks;
  for (std::size_t i = 0; i < layer.size(); ++i) {
    blocks.push_back({(wishes[i] - offset[i]) * weights[i], weights[i], 1});
    while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() >= blocks.back().mean()) {
      Block const last = blocks.back();
      blocks.pop_back();
      blocks.back().sum += last.sum, blocks.back().weight += last.weight, blocks.back().count += last.count;
    }
  }
  std::size_t i = 0;
  for (Block const& block : blocks)
    for (std::size_t n = 0; n < block.count; ++n, ++i) places[layer[i]] = block.mean() + offset[i];
}

void sweep(std::vector<std::size_t> const& layer, Pulls const& first, Pulls const* second,
           std::vector<double> const& sizes, double gap, std::vector<double>& places) {
  std::vector<double> wishes, weights;
  for (std::size_t node : layer) {
    double sum = 0, weight = 0;
    auto const add = [&](Pulls const& pulls) {
      for (Pull const& pull : pulls[node]) sum += pull.weight * places[pull.other], weight += pull.weight;
    };
    add(first);
    if (second) add(*second);
    // A node that nothing pulls stays, and gives way to all others.
    wishes.push_back(weight > 0 ? sum / weight : places[node]);
    weights.push_back(weight > 0 ? weight : 0.01);
  }
  settle(layer, wishes, weights, sizes, gap, places);
}

}  // namespace

std::vector<double> places_of(Layered const& graph, std::vector<double> const& sizes, double gap) {
  std::vector<double> places(graph.nodes, 0);
  for (auto const& layer : graph.layers) {
    std::vector<double> const nowhere(layer.size(), 0), alike(layer.size(), 1);
    settle(layer, nowhere, alike, sizes, gap, places);
  }
  auto const lower = pulls_of(graph, true), higher = pulls_of(graph, false);
  std::size_t const count = graph.layers.size();
  for (int round = 0; round < 12; ++round) {
    for (std::size_t n = 1; n < count; ++n) sweep(graph.layers[n], lower, nullptr, sizes, gap, places);
    for (std::size_t n = count; n-- > 1;) sweep(graph.layers[n - 1], higher, nullptr, sizes, gap, places);
  }
  for (int round = 0; round < 12; ++round)
    for (std::size_t n = 0; n < count; ++n)
      sweep(graph.layers[round % 2 ? n : count - 1 - n], lower, &higher, sizes, gap, places);
  return places;
}

}  // namespace uws::prov

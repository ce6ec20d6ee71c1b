#include <algorithm>
#include <numeric>

#include "uws/provenance/layered.hpp"

namespace uws::prov {

namespace {

using Lists = std::vector<std::vector<std::size_t>>;

struct Neighbours {
  Lists lower, higher;
};

Neighbours neighbours_of(Layered const& graph) {
  Neighbours out{Lists(graph.nodes), Lists(graph.nodes)};
  for (auto const& [from, to] : graph.arcs) {
    out.lower[from].push_back(to);
    out.higher[to].push_back(from);
  }
  return out;
}

std::vector<std::size_t> positions_of(Layered const& graph) {
  std::vector<std::size_t> position(graph.nodes);
  for (auto const& layer : graph.layers)
    for (std::size_t i = 0; i < layer.size(); ++i) position[layer[i]] = i;
  return position;
}

/// How many pairs of `ends` are out of order: a sum over a binary indexed tree.
std::size_t inversions(std::vector<std::size_t> const& ends, std::size_t size) {
  std::vector<std::size_t> tree(size + 1, 0);
  std::size_t sum = 0, seen = 0;
  for (std::size_t end : ends) {
    std::size_t not_above = 0;
    for (std::size_t i = end + 1; i > 0; i -= i & (~i + 1)) not_above += tree[i];
    sum += seen - not_above;
    for (std::size_t i = end + 1; i <= size; i += i & (~i + 1)) ++tree[i];
    ++seen;
  }
  return sum;
}

/// Nodes without neighbours on that side keep their places among the others. `turn`: of equals the last comes
/// first, which gets the search out of many a dead end.
void sort_by_barycentre(std::vector<std::size_t>& layer, Lists const& neighbours,
                        std::vector<std::size_t>& position, bool turn) {
  std::vector<std::pair<double, std::size_t>> keyed;
  for (std::size_t node : layer) {
    double centre = static_cast<double>(position[node]);
    if (!neighbours[node].empty()) {
      double sum = 0;
      for (std::size_t other : neighbours[node]) sum += static_cast<double>(position[other]);
      centre = sum / static_cast<double>(neighbours[node].size());
    }
    keyed.emplace_back(centre, node);
  }
  if (turn) std::reverse(keyed.begin(), keyed.end());
  std::stable_sort(keyed.begin(), keyed.end(),
                   [](auto const& a, auto const& b) { return a.first < b.first; });
  for (std::size_t i = 0; i < keyed.size(); ++i) {
    layer[i] = keyed[i].second;
    position[layer[i]] = i;
  }
}

/// Crossings of the arcs of two neighbours in one layer, the one before the other. Positions are sorted.
std::size_t crossings_between(std::vector<std::size_t> const& before, std::vector<std::size_t> const& after) {
  std::size_t sum = 0, lower = 0;
  for (std::size_t end : before) {
    while (lower < after.size() && after[lower] < end) ++lower;
    sum += lower;
  }
  return sum;
}

/// Swaps neighbours as long as that makes the crossings fewer.
class Switching {
 public:
  Switching(Layered& graph, Neighbours const& neighbours, std::vector<std::size_t>& position)
      : graph_(graph), neighbours_(neighbours), position_(position) {}

  void run() {
    constexpr int rounds = 8;
    bool changed = true;
    for (int round = 0; round < rounds && changed; ++round) {
      changed = false;
      for (auto& layer : graph_.layers)
        for (std::size_t i = 1; i < layer.size(); ++i) changed = try_swap(layer, i) || changed;
    }
  }

 private:
  std::vector<std::size_t> ends(std::vector<std::size_t> const& nodes) const {
    std::vector<std::size_t> out;
    for (std::size_t node : nodes) out.push_back(position_[node]);
    std::sort(out.begin(), out.end());
    return out;
  }
  bool try_swap(std::vector<std::size_t>& layer, std::size_t i) {
    std::size_t const a = layer[i - 1], b = layer[i];
    std::size_t now = 0, swapped = 0;
    for (Lists const* side : {&neighbours_.lower, &neighbours_.higher}) {
      auto const of_a = ends((*side)[a]), of_b = ends((*side)[b]);
      now += crossings_between(of_a, of_b);
      swapped += crossings_between(of_b, of_a);
    }
    if (swapped >= now) return false;
    std::swap(layer[i - 1], layer[i]);
    std::swap(position_[a], position_[b]);
    return true;
  }

  Layered& graph_;
  Neighbours const& neighbours_;
  std::vector<std::size_t>& position_;
};

}  // namespace

std::size_t crossings_of(Layered const& graph) {
  auto const neighbours = neighbours_of(graph);
  auto const position = positions_of(graph);
  std::size_t sum = 0;
  for (std::size_t n = 1; n < graph.layers.size(); ++n) {
    std::vector<std::size_t> ends;
    for (std::size_t node : graph.layers[n]) {
      auto const first = ends.size();
      for (std::size_t other : neighbours.lower[node]) ends.push_back(position[other]);
      std::sort(ends.begin() + static_cast<std::ptrdiff_t>(first), ends.end());
    }
    sum += inversions(ends, graph.layers[n - 1].size());
  }
  return sum;
}

void reduce_crossings(Layered& graph) {
  auto const neighbours = neighbours_of(graph);
  auto position = positions_of(graph);
  auto best = graph.layers;
  std::size_t fewest = crossings_of(graph);
  constexpr int rounds = 24, patience = 8;
  constexpr std::size_t most_switched = 8000;  // arcs
  for (int round = 0, idle = 0; round < rounds && idle < patience && fewest > 0; ++round) {
    if (round % 2 == 0)
      for (std::size_t n = 1; n < graph.layers.size(); ++n)
        sort_by_barycentre(graph.layers[n], neighbours.lower, position, round % 4 >= 2);
    else
      for (std::size_t n = graph.layers.size(); n-- > 1;)
        sort_by_barycentre(graph.layers[n - 1], neighbours.higher, position, round % 4 >= 2);
    if (graph.arcs.size() <= most_switched) Switching(graph, neighbours, position).run();
    std::size_t const now = crossings_of(graph);
    ++idle;
    if (now >= fewest) continue;
    fewest = now, best = graph.layers, idle = 0;
  }
  graph.layers = std::move(best);
}

}  // namespace uws::prov

#include <algorithm>
#include <cstdint>

#include "uws/provenance/layered.hpp"

namespace uws::prov {

namespace {

using Lists = std::vector<std::vector<std::size_t>>;

/// Earlier neighbours of each node, without circles; and the nodes in an order in which those come first.
class Acyclic {
 public:
  Acyclic(std::size_t nodes, std::vector<Arc> const& arcs) : out_(nodes), earlier_(nodes), state_(nodes) {
    for (auto const& [from, to] : arcs)
      if (from != to) out_[from].push_back(to);
    for (std::size_t i = 0; i < nodes; ++i) visit(i);
  }
  Lists const& earlier() const { return earlier_; }
  std::vector<std::size_t> const& order() const { return order_; }

 private:
  struct Frame {
    std::size_t node, next = 0;
  };
  /// Depth first, without recursion: chains may be as long as the graph.
  void visit(std::size_t root) {
    if (state_[root] != 0) return;
    std::vector<Frame> stack{{root}};
    state_[root] = 1;
    while (!stack.empty()) {
      Frame& frame = stack.back();
      if (frame.next == out_[frame.node].size()) {
        state_[frame.node] = 2;
        order_.push_back(frame.node);
        stack.pop_back();
        continue;
      }
      std::size_t const from = frame.node, to = out_[from][frame.next++];
      if (state_[to] == 1) {
        turned_.emplace_back(to, from);  // an arc back into the path
        continue;
      }
      earlier_[from].push_back(to);
      if (state_[to] == 0) {
        state_[to] = 1;
        stack.push_back({to});
      }
    }
  }

  Lists out_, earlier_;
  std::vector<std::uint8_t> state_;
  std::vector<std::size_t> order_{};
  std::vector<Arc> turned_{};
};

}  // namespace

std::vector<std::size_t> layers_of(std::size_t nodes, std::vector<Arc> const& arcs) {
  Acyclic const graph(nodes, arcs);
  Lists later(nodes);
  std::vector<std::size_t> layer(nodes, 0);
  for (std::size_t node : graph.order())
    for (std::size_t earlier : graph.earlier()[node]) {
      layer[node] = std::max(layer[node], layer[earlier] + 1);
      later[earlier].push_back(node);
    }
  // Nodes with no more links to earlier than to later ones go next to the later ones.
  for (auto node = graph.order().rbegin(); node != graph.order().rend(); ++node) {
    if (later[*node].empty() || graph.earlier()[*node].size() > later[*node].size()) continue;
    std::size_t nearest = SIZE_MAX;
    for (std::size_t other : later[*node]) nearest = std::min(nearest, layer[other]);
    layer[*node] = nearest - 1;
  }
  return layer;
}

}  // namespace uws::prov

/// The steps of a layered drawing (Sugiyama, Tagawa & Toda 1981): layers, order in the layers, places.
/// Internal to lay_out. Numbers of nodes are their places in the vectors.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace uws::prov {

/// From the later node to the earlier one.
using Arc = std::pair<std::size_t, std::size_t>;

/// A layer for each node: earlier things in lower layers, links as short as can be had cheaply. Arcs that
/// would close a circle are taken the other way round.
std::vector<std::size_t> layers_of(std::size_t nodes, std::vector<Arc> const& arcs);

/// Nodes by layer, with a node of no size wherever a link passes a layer; arcs only between neighbouring
/// layers, from the higher to the lower one.
struct Layered {
  std::vector<std::vector<std::size_t>> layers{};  ///< in their order
  std::vector<Arc> arcs{};
  std::size_t real = 0;  ///< nodes from here on are bends
  std::size_t nodes = 0;
};

/// Reorders the nodes of the layers so that few arcs cross.
void reduce_crossings(Layered& graph);
std::size_t crossings_of(Layered const& graph);

/// Where the nodes are along their layers: in order, with half sizes and gap between them, near the nodes
/// they are linked with, links that pass layers as straight as possible.
std::vector<double> places_of(Layered const& graph, std::vector<double> const& sizes, double gap);

}  // namespace uws::prov

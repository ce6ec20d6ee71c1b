/// The picture of a graph as values: boxes with text, links between them, and where they are once laid out.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "catalog/provenance/graph.hpp"
#include "uws/provenance/names.hpp"

namespace uws::prov {

enum class Shape { entity, collection, restricted, activity, restricted_activity, agent, table, note };

/// Where the earlier things are: which way time runs, and so the text on the page.
enum class Flow { left_to_right, right_to_left, top_to_bottom, bottom_to_top };

struct PicturePoint {
  double x = 0, y = 0;
};

struct PictureNode {
  Shape shape = Shape::entity;
  std::vector<std::string> lines{};  ///< the first is the name
  std::string tip{};                 ///< all that is worth a look, in lines
  std::string url{};                 ///< of its page; empty: none
  std::size_t stack = 1;             ///< how many alike it stands for
  bool asked = false;                ///< the picture is about it
  bool failed = false;               ///< an activity that ended in error
  // By the layout:
  double width = 0, height = 0;
  PicturePoint centre{};
  std::size_t layer = 0;
};

/// From the later to the earlier, as the arrows of PROV point.
struct PictureLink {
  std::size_t from = 0, to = 0;
  std::string label{};
  bool dashed = false;               ///< not a matter of data: description, configuration, responsibility
  std::vector<PicturePoint> path{};  ///< by the layout: the ends and the bends between
};

struct Picture {
  std::string title{}, remark{};
  std::vector<PictureNode> nodes{};
  std::vector<PictureLink> links{};
  Flow flow = Flow::left_to_right;
  double width = 0, height = 0;  ///< of the page, by the layout
};

struct PictureRules {
  std::vector<std::string> asked{};  ///< ids that are marked and never put on a stack
  Flow flow = Flow::left_to_right;
  std::size_t stack_from = 6;  ///< so many things of which all relations are alike become one
};

/// What is drawn of the graph. Attributions to an agent of the activity that made the thing, and derivations
/// that an activity explains, are not.
Picture picture_of(catalog::prov::Graph const& graph, Places const& places, PictureRules const& rules);

/// Sizes, layers, order and places of the nodes, paths of the links.
void lay_out(Picture& picture);

/// An SVG document: text is text, nodes are links, everything has a title.
std::string to_svg(Picture const& picture);
/// `density`: pixels per unit; made smaller if the picture would have more than some 16 million pixels.
std::string to_png(Picture const& picture, double density = 2);

}  // namespace uws::prov

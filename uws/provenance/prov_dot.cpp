#include "uws/provenance/prov_dot.hpp"

#include "uws/provenance/picture_style.hpp"

namespace uws::prov {

namespace {

std::string_view rank_direction(Flow flow) {
  // graphviz puts the tail of an arrow first, which is the later thing.
  switch (flow) {
    case Flow::left_to_right: return "RL";
    case Flow::right_to_left: return "LR";
    case Flow::top_to_bottom: return "BT";
    case Flow::bottom_to_top: return "TB";
  }
  return "RL";
}

std::string_view dot_shape(Shape shape) {
  switch (shape) {
    case Shape::entity:
    case Shape::collection:
    case Shape::restricted: return "ellipse";
    case Shape::activity:
    case Shape::restricted_activity: return "box";
    case Shape::agent: return "house";
    case Shape::table: return "box";
    case Shape::note: return "note";
  }
  return "box";
}

/// A quoted string of DOT; `\n` starts a new line of a label, so a backslash of the text is doubled.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' || c == '\r' ? "\\n" : std::string(1, c);
  }
  return out + "\"";
}

std::string joined_lines(PictureNode const& node) {
  std::string out;
  for (std::string const& line : node.lines) out += (out.empty() ? "" : "\n") + line;
  return out;
}

}  // namespace

std::string to_dot(Picture const& picture) {
  std::string out = "digraph provenance {\n  rankdir=" + std::string(rank_direction(picture.flow)) +
                    "; charset=\"utf-8\";\n  node [style=filled, fontname=\"DejaVu Sans\", fontsize=11];\n"
                    "  edge [fontname=\"DejaVu Sans\", fontsize=9, color=\"#5b6470\"];\n";
  if (!picture.remark.empty()) out += "  label=" + quoted(picture.remark) + ";\n";
  for (std::size_t i = 0; i < picture.nodes.size(); ++i) {
    PictureNode const& node = picture.nodes[i];
    ShapeStyle const style = style_of(node.shape);
    out += "  n" + std::to_string(i) + " [label=" + quoted(joined_lines(node)) +
           ", shape=" + std::string(dot_shape(node.shape)) + ", fillcolor=\"" + std::string(style.fill) +
           "\", color=\"" + std::string(style.line) + "\"";
    if (node.stack > 1 || node.shape == Shape::collection) out += ", peripheries=2";
    if (node.asked) out += ", penwidth=2";
    if (!node.url.empty()) out += ", URL=" + quoted(node.url);
    if (!node.tip.empty()) out += ", tooltip=" + quoted(node.tip);
    out += "];\n";
  }
  for (PictureLink const& link : picture.links) {
    out += "  n" + std::to_string(link.from) + " -> n" + std::to_string(link.to);
    std::string attributes = link.label.empty() ? "" : "label=" + quoted(link.label);
    if (link.dashed) attributes += std::string(attributes.empty() ? "" : ", ") + "style=dashed";
    out += (attributes.empty() ? "" : " [" + attributes + "]") + ";\n";
  }
  return out + "}\n";
}

}  // namespace uws::prov

#include <algorithm>
#include <cmath>
#include <map>

#include "uws/provenance/layered.hpp"
#include "uws/provenance/picture.hpp"
#include "uws/provenance/picture_style.hpp"
#include "uws/provenance/text_width.hpp"

namespace uws::prov {

namespace {

constexpr double margin = 24, node_gap = 18, least_layer_gap = 64, most_label = 190;

bool is_vertical(Flow flow) { return flow == Flow::top_to_bottom || flow == Flow::bottom_to_top; }
bool is_reversed(Flow flow) { return flow == Flow::right_to_left || flow == Flow::bottom_to_top; }

void size_node(PictureNode& node) {
  double width = 0;
  for (std::size_t i = 0; i < node.lines.size(); ++i)
    width = std::max(width, text_width(node.lines[i], line_size(i), is_bold(node, i)));
  double const height = text_height(node);
  bool const oval =
      node.shape == Shape::entity || node.shape == Shape::collection || node.shape == Shape::restricted;
  // A text of w x h fits into an ellipse of w * sqrt(2) x h * sqrt(2), and the corners of text are seldom
  // inked.
  node.width = std::max(oval ? width * 1.22 + 26 : width + 28, 84.0);
  node.height = oval ? height * 1.45 + 10 : height + 16;
  if (node.shape == Shape::agent) node.height += roof_height;
  if (node.stack > 1) node.width += stack_depth, node.height += stack_depth;
}

/// The layout in its own directions: `along` from layer to layer, `across` within a layer.
class Layout {
 public:
  explicit Layout(Picture& picture) : picture_(picture), vertical_(is_vertical(picture.flow)) {
    for (PictureNode& node : picture.nodes) size_node(node);
    build();
    reduce_crossings(graph_);
    place();
    write_back();
  }

 private:
  double along(PictureNode const& node) const { return vertical_ ? node.height : node.width; }
  double across(PictureNode const& node) const { return vertical_ ? node.width : node.height; }
  double label_room(PictureLink const& link) const {
    if (link.label.empty()) return 0;
    return vertical_ ? 20 : std::min(text_width(link.label, label_size) + 26, most_label);
  }

  void build() {
    std::vector<Arc> arcs;
    for (PictureLink const& link : picture_.links) arcs.emplace_back(link.from, link.to);
    auto layer = layers_of(picture_.nodes.size(), arcs);
    std::vector<std::size_t> taken = layer;  // layers that are left empty vanish
    std::sort(taken.begin(), taken.end());
    taken.erase(std::unique(taken.begin(), taken.end()), taken.end());
    for (auto& n : layer)
      n = static_cast<std::size_t>(std::lower_bound(taken.begin(), taken.end(), n) - taken.begin());
    graph_.real = graph_.nodes = picture_.nodes.size();
    graph_.layers.resize(taken.size());
    for (std::size_t i = 0; i < layer.size(); ++i) {
      picture_.nodes[i].layer = layer[i];
      graph_.layers[layer[i]].push_back(i);
    }
    bends_.resize(picture_.links.size());
    for (std::size_t i = 0; i < picture_.links.size(); ++i) add_bends(i, layer);
  }

  void add_bends(std::size_t index, std::vector<std::size_t> const& layer) {
    PictureLink const& link = picture_.links[index];
    bool const forward = layer[link.from] > layer[link.to];  // else it was part of a circle
    std::size_t const high = forward ? link.from : link.to, low = forward ? link.to : link.from;
    std::size_t last = high;
    for (std::size_t n = layer[high]; n-- > layer[low] + 1;) {
      std::size_t const bend = graph_.nodes++;
      graph_.layers[n].push_back(bend);
      graph_.arcs.emplace_back(last, bend);
      bends_[index].push_back(bend);
      last = bend;
    }
    if (layer[high] != layer[low]) graph_.arcs.emplace_back(last, low);
    if (!forward) std::reverse(bends_[index].begin(), bends_[index].end());
  }

  void place() {
    std::vector<double> sizes(graph_.nodes, 6);
    for (std::size_t i = 0; i < graph_.real; ++i) sizes[i] = across(picture_.nodes[i]);
    across_ = places_of(graph_, sizes, node_gap);
    double least = 0, most = 0;
    for (std::size_t i = 0; i < graph_.nodes; ++i) {
      least = i == 0 ? across_[i] - sizes[i] / 2 : std::min(least, across_[i] - sizes[i] / 2);
      most = std::max(most, across_[i] + sizes[i] / 2);
    }
    for (double& value : across_) value += margin - least;
    breadth_ = most - least + 2 * margin;
    place_layers();
  }

  /// Between two layers there is room for the labels of the links, and for steep links to bend.
  void place_layers() {
    std::size_t const count = graph_.layers.size();
    std::vector<double> thick(count, 0), gap(count, least_layer_gap);
    for (PictureNode const& node : picture_.nodes)
      thick[node.layer] = std::max(thick[node.layer], along(node));
    for (PictureLink const& link : picture_.links) {
      std::size_t const low = std::min(picture_.nodes[link.from].layer, picture_.nodes[link.to].layer);
      std::size_t const high = std::max(picture_.nodes[link.from].layer, picture_.nodes[link.to].layer);
      // The label stands at the entity's end.
      Shape const end = picture_.nodes[link.to].shape;
      bool const at_low = end != Shape::activity && end != Shape::restricted_activity;
      std::size_t const where = at_low ? low : high - (high > low ? 1 : 0);
      gap[where] = std::max(gap[where], 40 + label_room(link));
    }
    for (auto const& [from, to] : graph_.arcs) {
      std::size_t const low = layer_of(to);
      gap[low] = std::max(gap[low], std::min(std::abs(across_[from] - across_[to]) * 0.22, 190.0));
    }
    double at = margin;
    for (std::size_t n = 0; n < count; ++n) {
      middle_.push_back(at + thick[n] / 2);
      at += thick[n] + (n + 1 < count ? gap[n] : margin);
    }
    thick_ = thick;
    length_ = at;
  }

  std::size_t layer_of(std::size_t node) {
    if (layer_.empty()) {
      layer_.resize(graph_.nodes);
      for (std::size_t n = 0; n < graph_.layers.size(); ++n)
        for (std::size_t i : graph_.layers[n]) layer_[i] = n;
    }
    return layer_[node];
  }

  PicturePoint page(double along, double across) const {
    double const a = is_reversed(picture_.flow) ? length_ - along : along;
    return vertical_ ? PicturePoint{across, a} : PicturePoint{a, across};
  }

  void write_back() {
    picture_.width = vertical_ ? breadth_ : length_;
    picture_.height = vertical_ ? length_ : breadth_;
    for (std::size_t i = 0; i < graph_.real; ++i)
      picture_.nodes[i].centre = page(middle_[layer_of(i)], across_[i]);
    spread_ports();
    for (std::size_t i = 0; i < picture_.links.size(); ++i) write_path(i);
  }

  static bool has_sides(Shape shape) {
    return shape != Shape::entity && shape != Shape::collection && shape != Shape::restricted;
  }

  /// Where a link goes next, seen from one of its ends.
  std::size_t next_of(std::size_t index, bool from_start) const {
    PictureLink const& link = picture_.links[index];
    if (bends_[index].empty()) return from_start ? link.to : link.from;
    return from_start ? bends_[index].front() : bends_[index].back();
  }

  /// Links at one side of a box stand side by side, in the order of where they come from.
  void spread_ports() {
    ports_.assign(picture_.links.size(), {0, 0});
    std::map<std::pair<std::size_t, bool>, std::vector<std::pair<double, std::pair<std::size_t, bool>>>>
        sides;
    for (std::size_t i = 0; i < picture_.links.size(); ++i)
      for (bool start : {true, false}) {
        std::size_t const node = start ? picture_.links[i].from : picture_.links[i].to;
        std::size_t const next = next_of(i, start);
        bool const above = layer_of(next) > layer_of(node);
        if (has_sides(picture_.nodes[node].shape))
          sides[{node, above}].push_back({across_[next], {i, start}});
      }
    for (auto& [side, ends] : sides) {
      std::sort(ends.begin(), ends.end());
      double const room = across(picture_.nodes[side.first]) * 0.55;
      double const step = ends.size() > 1 ? std::min(12.0, room / static_cast<double>(ends.size() - 1)) : 0;
      for (std::size_t k = 0; k < ends.size(); ++k) {
        auto const [link, start] = ends[k].second;
        double const port = step * (static_cast<double>(k) - static_cast<double>(ends.size() - 1) / 2);
        (start ? ports_[link].first : ports_[link].second) = port;
      }
    }
  }

  /// Bends keep the whole thickness of their layer straight, lest the link touch its nodes.
  void write_path(std::size_t index) {
    PictureLink& link = picture_.links[index];
    bool const down = layer_of(link.from) >= layer_of(link.to);
    double const side = down ? -1 : 1;
    auto const edge = [&](std::size_t node, double s, double port) {
      return page(middle_[layer_of(node)] + s * along(picture_.nodes[node]) / 2, across_[node] + port);
    };
    link.path = {edge(link.from, side, ports_[index].first)};
    for (std::size_t bend : bends_[index]) {
      double const half = thick_[layer_of(bend)] / 2, middle = middle_[layer_of(bend)];
      link.path.push_back(page(middle - side * half, across_[bend]));
      link.path.push_back(page(middle + side * half, across_[bend]));
    }
    link.path.push_back(edge(link.to, -side, ports_[index].second));
  }

  Picture& picture_;
  bool vertical_;
  Layered graph_{};
  std::vector<std::vector<std::size_t>> bends_{};
  std::vector<double> across_{}, middle_{}, thick_{};
  std::vector<std::size_t> layer_{};
  std::vector<std::pair<double, double>>
      ports_{};  ///< of each link: how far from the middle it leaves and arrives
  double breadth_ = 0, length_ = 0;
};

}  // namespace

void lay_out(Picture& picture) { Layout{picture}; }

}  // namespace uws::prov

#include <algorithm>
#include <cmath>
#include <set>

#include "uws/provenance/picture_pen.hpp"
#include "uws/provenance/picture_shapes.hpp"
#include "uws/provenance/picture_style.hpp"
#include "uws/provenance/text_width.hpp"

namespace uws::prov {

namespace {

constexpr double arrow_length = 9, arrow_breadth = 7;
constexpr std::size_t most_followed = 200;  ///< links; the labels of more are not kept clear of lines
constexpr std::string_view link_colour = "#5b6470", soft_colour = "#8b94a0", failed_colour = "#a4161a";

class Drawing {
 public:
  Drawing(Picture const& picture, Pen& pen) : picture_(picture), pen_(pen) {
    bool const down = picture.flow == Flow::top_to_bottom || picture.flow == Flow::bottom_to_top;
    along_ = down ? PicturePoint{0, 1} : PicturePoint{1, 0};
    for (PictureNode const& node : picture.nodes) {
      double const w = node.width / 2, h = node.height / 2;
      taken_.push_back({node.centre.x - w, node.centre.y - h, node.centre.x + w, node.centre.y + h});
    }
  }

  void draw() {
    for (PictureLink const& link : picture_.links) draw_link(link);
    for (PictureNode const& node : picture_.nodes) draw_node(node);
    for (PictureLink const& link : picture_.links) draw_label(link);
  }

 private:
  using End = std::pair<std::size_t, bool>;  // node, whether links end there
  static bool is_box(Shape shape) { return shape == Shape::activity || shape == Shape::restricted_activity; }
  bool labelled_at_end(PictureLink const& link) const { return !is_box(picture_.nodes[link.to].shape); }
  End end_of(PictureLink const& link) const {
    bool const at_end = labelled_at_end(link);
    return {at_end ? link.to : link.from, at_end};
  }
  /// +1 or -1: which way the link runs on the page where it leaves and where it arrives.
  double heading(PicturePoint a, PicturePoint b) const {
    double const distance = (b.x - a.x) * along_.x + (b.y - a.y) * along_.y;
    return distance < 0 ? -1 : 1;
  }

  void draw_link(PictureLink const& link) {
    auto path = link.path;
    if (path.size() < 2) return;
    double const way = heading(path.front(), path.back());
    PicturePoint const tip = path.back();
    path.back() = {tip.x - way * along_.x * arrow_length, tip.y - way * along_.y * arrow_length};
    Outline line;
    line.move(path.front());
    for (std::size_t i = 1; i < path.size(); ++i) {
      PicturePoint const a = path[i - 1], b = path[i];
      double const reach = ((b.x - a.x) * along_.x + (b.y - a.y) * along_.y) / 2;
      PicturePoint const c{a.x + along_.x * reach, a.y + along_.y * reach};
      PicturePoint const d{b.x - along_.x * reach, b.y - along_.y * reach};
      line.curve(c, d, b);
      if (picture_.links.size() <= most_followed) follow(a, c, d, b);
    }
    std::string_view const colour = link.dashed ? soft_colour : link_colour;
    pen_.outline(line, {}, {colour, link.dashed ? 1.0 : 1.4, link.dashed});
    PicturePoint const back = path.back(), side{along_.y * arrow_breadth / 2, along_.x * arrow_breadth / 2};
    Outline head;
    head.move(tip).line({back.x + side.x, back.y + side.y}).line({back.x - side.x, back.y - side.y}).close();
    pen_.outline(head, colour, {});
  }

  struct Spot {
    PicturePoint at;
    Anchor anchor;
  };

  /// Where a label may stand, the best first: next to the thing that played the role, on the side that the
  /// link turns away from; on the other side; along the link.
  std::vector<Spot> spots_of(PictureLink const& link, End const& end) const {
    PicturePoint const at = end.second ? link.path.back() : link.path.front();
    PicturePoint const other = end.second ? link.path[link.path.size() - 2] : link.path[1];
    double const way = heading(at, other);
    std::vector<Spot> spots;
    auto const along_link = [&](std::initializer_list<double> parts) {
      for (double t : parts)
        for (double shift : {-3.0, 12.0})
          spots.push_back(
              {{at.x + (other.x - at.x) * t, at.y + (other.y - at.y) * t + shift}, Anchor::middle});
    };
    if (!end.second && is_box(picture_.nodes[link.from].shape)) along_link({0.5, 0.4, 0.6});
    if (along_.x > 0) {
      bool const up = other.y < at.y - 8;
      Anchor const anchor = way > 0 ? Anchor::start : Anchor::end;
      for (bool below : {up, !up})
        for (double step : {12.0, 30.0})
          spots.push_back({{at.x + way * step, at.y + (below ? 13 : -5)}, anchor});
    } else {
      bool const right = other.x > at.x + 8;
      for (bool left : {right, !right})
        for (double step : {18.0, 32.0})
          spots.push_back({{at.x + (left ? -6 : 6), at.y + (way > 0 ? step : 8 - step)},
                           left ? Anchor::end : Anchor::start});
    }
    along_link({0.35, 0.5, 0.65, 0.8});
    return spots;
  }

  struct Rectangle {
    double left, top, right, bottom;
    bool meets(Rectangle const& o) const {
      return left < o.right && o.left < right && top < o.bottom && o.top < bottom;
    }
  };

  static Rectangle rectangle_of(Spot const& spot, std::string const& text) {
    double const width = text_width(text, label_size);
    double const left = spot.at.x - width * (spot.anchor == Anchor::start ? 0
                                             : spot.anchor == Anchor::end ? 1
                                                                          : 0.5);
    return {left, spot.at.y - label_size, left + width, spot.at.y + 3};
  }

  static bool is_free(Rectangle const& place, std::vector<Rectangle> const& of) {
    return std::none_of(of.begin(), of.end(), [&](Rectangle const& other) { return other.meets(place); });
  }

  /// Remembers where a curve runs.
  void follow(PicturePoint a, PicturePoint b, PicturePoint c, PicturePoint d) {
    constexpr int steps = 12;
    for (int i = 0; i <= steps; ++i) {
      double const t = i / static_cast<double>(steps), u = 1 - t;
      double const k[] = {u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t};
      double const x = k[0] * a.x + k[1] * b.x + k[2] * c.x + k[3] * d.x;
      double const y = k[0] * a.y + k[1] * b.y + k[2] * c.y + k[3] * d.y;
      lines_.push_back({x - 1, y - 1, x + 1, y + 1});
    }
  }

  /// Free of nodes, labels and lines; if there is no such place, of nodes and labels; or just the first.
  Spot best_of(std::vector<Spot> const& spots, std::string const& label) const {
    Spot const* fair = nullptr;
    for (Spot const& spot : spots) {
      auto const place = rectangle_of(spot, label);
      if (!is_free(place, taken_)) continue;
      if (is_free(place, lines_)) return spot;
      if (!fair) fair = &spot;
    }
    return fair ? *fair : spots.front();
  }

  /// Once for all links that end at the same side of a thing and say the same.
  void draw_label(PictureLink const& link) {
    if (link.label.empty() || link.path.size() < 2) return;
    End const end = end_of(link);
    if (!written_.insert({end, link.label}).second) return;
    Lettering style{.size = label_size, .colour = "#3d4652", .halo = true};
    Spot const best = best_of(spots_of(link, end), link.label);
    taken_.push_back(rectangle_of(best, link.label));
    style.anchor = best.anchor;
    pen_.text(best.at, link.label, style);
  }

  void draw_node(PictureNode const& node) {
    ShapeStyle const style = style_of(node.shape);
    std::string title = std::string(style.name) + "\n" + node.tip;
    if (node.tip.empty() && !node.lines.empty()) title = std::string(style.name) + " " + node.lines[0];
    pen_.begin(style.name, title, node.url);
    std::string_view const line = node.failed ? failed_colour : style.line;
    double const width = node.asked ? 2.6 : node.failed ? 2 : 1.2;
    double const back = node.stack > 1 ? stack_depth / 2 : 0;
    if (node.stack > 1)
      for (double shift : {back, 0.0})
        pen_.outline(outline_of(node, {shift, shift}), style.fill, {style.line, 1});
    pen_.outline(outline_of(node, {-back, -back}), style.fill,
                 {line, width, node.shape == Shape::restricted || node.shape == Shape::restricted_activity});
    if (node.shape == Shape::collection) {
      PictureNode inner = node;
      inner.width -= 8, inner.height -= 8;
      pen_.outline(outline_of(inner), {}, {style.line, 0.8});
    }
    draw_lines(node, back);
    pen_.end();
  }

  void draw_lines(PictureNode const& node, double back) {
    bool const left = node.shape == Shape::table;
    double y =
        node.centre.y - back - text_height(node) / 2 + (node.shape == Shape::agent ? roof_height / 2 : 0);
    for (std::size_t i = 0; i < node.lines.size(); ++i) {
      y += line_step(i);
      bool const alarm = node.failed && i > 0 && i + 1 == node.lines.size();
      Lettering const style{.size = line_size(i),
                            .colour = alarm    ? failed_colour
                                      : i == 0 ? "#1c2430"
                                               : "#46505c",
                            .anchor = left ? Anchor::start : Anchor::middle,
                            .bold = is_bold(node, i)};
      pen_.text({left ? node.centre.x - node.width / 2 + 10 : node.centre.x - back, y - line_step(i) * 0.28},
                node.lines[i], style);
    }
  }

  Picture const& picture_;
  Pen& pen_;
  PicturePoint along_{};
  std::vector<Rectangle> taken_{}, lines_{};  ///< by nodes and labels; by links
  std::set<std::pair<End, std::string>> written_{};
};

}  // namespace

void draw(Picture const& picture, Pen& pen) { Drawing(picture, pen).draw(); }

}  // namespace uws::prov

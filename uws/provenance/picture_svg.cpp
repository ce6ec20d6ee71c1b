#include <cmath>
#include <cstdio>

#include "catalog/table/xml_text.hpp"
#include "uws/provenance/picture_pen.hpp"

namespace uws::prov {

namespace {

using catalog::append_escaped;
using catalog::append_escaped_attribute;

/// A tenth of a unit is finer than anybody sees; never in an exponent or another language's comma.
std::string number(double value) {
  auto const tenths = static_cast<long long>(std::llround(value * 10));
  std::string out = tenths < 0 ? "-" : "";
  long long const size = tenths < 0 ? -tenths : tenths;
  out += std::to_string(size / 10);
  if (size % 10 != 0) out += "." + std::to_string(size % 10);
  return out;
}

std::string point(PicturePoint p) { return number(p.x) + " " + number(p.y); }

class SvgPen final : public Pen {
 public:
  explicit SvgPen(std::string& out) : out_(out) {}

  void outline(Outline const& shape, std::string_view fill, Stroke const& stroke) override {
    out_ += "<path d=\"";
    for (auto const& piece : shape.pieces()) {
      out_ += piece.kind;
      if (piece.kind == 'C') out_ += point(piece.a) + " " + point(piece.b) + " ";
      if (piece.kind != 'Z') out_ += point(piece.end);
    }
    out_ += "\" fill=\"" + (fill.empty() ? std::string("none") : std::string(fill)) + "\"";
    if (!stroke.colour.empty()) {
      out_ += " stroke=\"" + std::string(stroke.colour) + "\" stroke-width=\"" + number(stroke.width) + "\"";
      if (stroke.dashed) out_ += " stroke-dasharray=\"5 4\"";
    }
    out_ += "/>\n";
  }

  void text(PicturePoint at, std::string_view text, Lettering const& style) override {
    out_ += "<text x=\"" + number(at.x) + "\" y=\"" + number(at.y) + "\" font-size=\"" + number(style.size) +
            "\"";
    if (style.anchor != Anchor::start)
      out_ += style.anchor == Anchor::middle ? " text-anchor=\"middle\"" : " text-anchor=\"end\"";
    if (style.bold) out_ += " font-weight=\"bold\"";
    if (style.halo)
      out_ += " stroke=\"#ffffff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"";
    out_ += " fill=\"" + std::string(style.colour) + "\">";
    append_escaped(out_, text);
    out_ += "</text>\n";
  }

  void begin(std::string_view what, std::string_view title, std::string_view url) override {
    linked_ = !url.empty();
    if (linked_) {
      out_ += "<a href=\"";
      append_escaped_attribute(out_, url);
      out_ += "\" target=\"_top\">\n";
    }
    out_ += "<g class=\"";
    for (char c : what) out_ += c == ' ' ? '-' : c;
    out_ += "\" role=\"img\"><title>";
    append_escaped(out_, title);
    out_ += "</title>\n";
  }

  void end() override { out_ += linked_ ? "</g></a>\n" : "</g>\n"; }

 private:
  std::string& out_;
  bool linked_ = false;
};

std::string description_of(Picture const& picture) {
  std::size_t entities = 0, activities = 0, agents = 0;
  for (PictureNode const& node : picture.nodes) {
    if (node.shape == Shape::activity || node.shape == Shape::restricted_activity) activities += node.stack;
    if (node.shape == Shape::agent) agents += node.stack;
    bool const entity =
        node.shape == Shape::entity || node.shape == Shape::collection || node.shape == Shape::restricted;
    if (entity) entities += node.stack;
  }
  return "A graph of " + std::to_string(entities) + " entities, " + std::to_string(activities) +
         " activities and " + std::to_string(agents) +
         " agents. Arrows lead from what came later to what came earlier." +
         (picture.remark.empty() ? "" : " " + picture.remark);
}

}  // namespace

std::string to_svg(Picture const& picture) {
  std::string const width = number(std::ceil(picture.width)), height = number(std::ceil(picture.height));
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" +
      width + "\" height=\"" + height + "\" viewBox=\"0 0 " + width + " " + height +
      "\" font-family=\"'DejaVu Sans', Verdana, Arial, sans-serif\" role=\"graphics-document\" "
      "aria-labelledby=\"prov-title prov-desc\">\n<title id=\"prov-title\">";
  append_escaped(out, picture.title.empty() ? "Provenance" : picture.title);
  out += "</title>\n<desc id=\"prov-desc\">";
  append_escaped(out, description_of(picture));
  out += "</desc>\n<rect width=\"" + width + "\" height=\"" + height + "\" fill=\"#ffffff\"/>\n";
  SvgPen pen(out);
  draw(picture, pen);
  if (!picture.remark.empty())
    pen.text({8, picture.height - 6}, picture.remark,
             {.size = 11, .colour = "#a4161a", .anchor = Anchor::start});
  out += "</svg>\n";
  return out;
}

}  // namespace uws::prov

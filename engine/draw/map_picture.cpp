#include "engine/draw/map_picture.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "engine/base/expects.hpp"
#include "engine/base/text.hpp"
#include "engine/draw/map_labels.hpp"
#include "engine/draw/map_raster.hpp"
#include "engine/draw/palette.hpp"
#include "engine/draw/svg_text.hpp"
#include "engine/draw/ticks.hpp"

namespace engine {

namespace {

constexpr Colour ink{0.13, 0.13, 0.15, 1}, quiet_ink{0.36, 0.36, 0.40, 1}, frame_ink{0.35, 0.35, 0.38, 1};
constexpr Colour grid_ink{1, 1, 1, 0.30};
constexpr TextStyle title_style{.size = 16, .colour = ink, .weight = TextWeight::bold};
constexpr TextStyle axis_style{.size = 13, .colour = ink, .align = TextAlign::centre};
constexpr TextStyle tick_style{.size = 12, .colour = ink};
constexpr TextStyle inside_style{.size = 11, .colour = {1, 1, 1, 0.95}, .halo = 2.4};
constexpr TextStyle footer_style{.size = 11, .colour = quiet_ink};
constexpr double page_width = 900, png_density = 2;
constexpr double left_margin = 82, right_margin = 112, tallest_map = 960;
constexpr double bar_gap = 16, bar_width = 15, tick_length = 4, line_height = 16;

/// Where everything goes on the page.
struct Layout {
  double width = 0, height = 0;
  PageBox map, bar;
  double title_y = 0, axis_y = 0, footer_y = 0;
  double scale_x = 1, scale_y = 1;  ///< page units per map pixel; apart by a rounding

  PagePoint place(PixelPoint const& p) const {
    return {map.x + (p.x - 0.5) * scale_x, map.y + map.height - (p.y - 0.5) * scale_y};
  }
};

/// Words in lines no wider than `width`; a longer word has a line of its own.
std::vector<std::string> wrapped(std::string_view text, TextStyle const& style, double width,
                                 Canvas const& canvas) {
  std::vector<std::string> lines;
  for (std::string const& paragraph : split(text, '\n')) {
    lines.emplace_back();
    for (std::string const& word : split(paragraph, ' ')) {
      std::string const longer = lines.back().empty() ? word : lines.back() + " " + word;
      if (lines.back().empty() || canvas.text_width(longer, style) <= width)
        lines.back() = longer;
      else
        lines.push_back(word);
    }
  }
  return lines;
}

struct Words {
  std::vector<std::string> title, footer;
};

bool any_on(LabelSide side, std::vector<MapLabel> const& labels) {
  return std::any_of(labels.begin(), labels.end(), [&](MapLabel const& label) { return label.side == side; });
}

Layout lay_out(SkyGeometry const& geometry) {
  Layout out;
  double const widest = page_width - left_margin - right_margin;
  double const scale = std::min(widest / geometry.nx(), tallest_map / geometry.ny());
  // Whole units, so that lines are sharp; a map is never thinner than a hair.
  double const width = std::max(1.0, std::round(scale * geometry.nx()));
  double const height = std::max(1.0, std::round(scale * geometry.ny()));
  out.map = {left_margin, 0, width, height};
  out.scale_x = width / geometry.nx();
  out.scale_y = height / geometry.ny();
  out.width = std::max(520.0, left_margin + width + right_margin);
  return out;
}

/// The heights depend on how many lines the texts need and on which sides labels stand.
void stack(Layout& layout, Words const& words, std::vector<MapLabel> const& labels) {
  double const title_lines = static_cast<double>(words.title.size());
  double const footer_lines = static_cast<double>(words.footer.size());
  double const above =
      (title_lines > 0 ? 22 + title_lines * 22 : 26) + (any_on(LabelSide::top, labels) ? 20 : 0);
  double const beside = any_on(LabelSide::right, labels) ? 40 : 0;
  layout.width += beside;
  layout.title_y = 34;
  layout.map.y = above;
  layout.bar = {layout.map.x + layout.map.width + bar_gap + beside, above, bar_width,
                std::max(layout.map.height, 100.0)};
  layout.axis_y = above + layout.map.height + 40;
  double const bottom = std::max(layout.axis_y, above + layout.bar.height);
  layout.footer_y = bottom + 30;
  layout.height = bottom + 20 + (footer_lines > 0 ? 10 + footer_lines * line_height : 0);
}

struct AxisNames {
  std::string across, up;
};
AxisNames axis_names(SkyGeometry const& geometry, std::optional<SkyGrid> const& grid) {
  bool const galactic = geometry.header().frame == MapFrame::galactic;
  std::string const both =
      galactic ? "Galactic longitude and latitude" : "Right ascension and declination (ICRS)";
  if (has_blank_corners(geometry))
    return {both + ", " + std::string(fits_code(geometry.header().projection)) + " projection", ""};
  if (grid && grid->pole_inside) return {both, ""};
  if (galactic) return {"Galactic longitude", "Galactic latitude"};
  return {"Right ascension (ICRS)", "Declination (ICRS)"};
}

/// The map's border: its rectangle, or the ellipse of the whole sky.
std::vector<PagePoint> border(SkyGeometry const& geometry, Layout const& layout) {
  PageBox const& m = layout.map;
  if (!has_blank_corners(geometry))
    return {
        {m.x, m.y}, {m.x + m.width, m.y}, {m.x + m.width, m.y + m.height}, {m.x, m.y + m.height}, {m.x, m.y}};
  auto const edge = edge_of(geometry);
  std::vector<PagePoint> out;
  constexpr int corners = 240;
  for (int i = 0; i <= corners; ++i)
    out.push_back(layout.place(edge->at(2 * std::numbers::pi * i / corners)));
  return out;
}

/// The line with steps of a few page units: finer ones are not seen and make large files.
std::vector<PagePoint> on_page(Polyline const& line, Layout const& layout) {
  constexpr double shortest_step = 3;
  std::vector<PagePoint> out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    PagePoint const p = layout.place(line[i]);
    bool const is_end = i == 0 || i + 1 == line.size();
    if (is_end || std::hypot(p.x - out.back().x, p.y - out.back().y) >= shortest_step) out.push_back(p);
  }
  return out;
}

void draw_grid(Canvas& canvas, Layout const& layout, SkyGrid const& grid) {
  for (auto const* family : {&grid.meridians, &grid.parallels})
    for (GridLine const& line : *family)
      for (Polyline const& piece : line.pieces) canvas.stroke(on_page(piece, layout), grid_ink, 0.9);
}

/// A label with the room it takes; later ones that would touch an earlier one are left out.
struct PlacedLabel {
  PagePoint at;
  TextStyle style;
  PageBox room;
  std::string text;
};

PlacedLabel placed(MapLabel const& label, Layout const& layout, Canvas const& canvas) {
  PagePoint const at = layout.place(label.at);
  PageBox const& m = layout.map;
  PlacedLabel out{at, tick_style, {}, label.text};
  double const middle = 0.36 * tick_style.size;  // from the middle of the figures to their base line
  switch (label.side) {
    case LabelSide::bottom:
      out.style.align = TextAlign::centre;
      out.at = {at.x, m.y + m.height + 18};
      break;
    case LabelSide::top:
      out.style.align = TextAlign::centre;
      out.at = {at.x, m.y - 7};
      break;
    case LabelSide::left:
      out.style.align = TextAlign::right;
      out.at = {m.x - 8, at.y + middle};
      break;
    case LabelSide::right: out.at = {m.x + m.width + 8, at.y + middle}; break;
    case LabelSide::edge: {
      // Away from the middle of the ellipse, so that labels near the poles stand clear of it.
      double const rise = (m.y + m.height / 2 - at.y) / (m.height / 2);
      out.style.align = TextAlign::right;
      out.at = {at.x - 7, at.y + middle - 7 * rise};
      break;
    }
    case LabelSide::inside:
      out.style = inside_style;
      out.at = {at.x + 4, at.y - 4};
      break;
  }
  double const width = canvas.text_width(label.text, out.style);
  double const start = out.style.align == TextAlign::centre  ? out.at.x - width / 2
                       : out.style.align == TextAlign::right ? out.at.x - width
                                                             : out.at.x;
  out.room = {start, out.at.y - out.style.size, width, out.style.size * 1.3};
  return out;
}

bool touch(PageBox const& a, PageBox const& b) {
  double const gap = 6;
  return a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height &&
         b.y < a.y + a.height;
}

/// Even-odd rule.
bool is_inside(PagePoint const& p, std::vector<PagePoint> const& polygon) {
  bool odd = false;
  for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
    PagePoint const &a = polygon[i], &b = polygon[j];
    if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) odd = !odd;
  }
  return odd;
}

bool is_inside(PageBox const& box, std::vector<PagePoint> const& polygon) {
  double const right = box.x + box.width, bottom = box.y + box.height;
  return is_inside(PagePoint{box.x, box.y}, polygon) && is_inside(PagePoint{right, box.y}, polygon) &&
         is_inside(PagePoint{box.x, bottom}, polygon) && is_inside(PagePoint{right, bottom}, polygon);
}

void draw_labels(Canvas& canvas, Layout const& layout, std::vector<MapLabel> const& labels,
                 std::vector<PagePoint> const& border) {
  std::vector<PageBox> taken;
  for (MapLabel const& label : labels) {
    PlacedLabel const p = placed(label, layout, canvas);
    bool const fits = label.side == LabelSide::inside ? is_inside(p.room, border) : p.room.x >= 2;
    bool const free =
        std::none_of(taken.begin(), taken.end(), [&](PageBox const& box) { return touch(box, p.room); });
    if (!fits || !free) continue;
    taken.push_back(p.room);
    canvas.text(p.at, p.text, p.style);
  }
}

void draw_ticks(Canvas& canvas, Layout const& layout, std::vector<MapLabel> const& labels) {
  PageBox const& m = layout.map;
  for (MapLabel const& label : labels) {
    PagePoint const at = layout.place(label.at);
    if (label.side == LabelSide::bottom)
      canvas.stroke(
          std::array{PagePoint{at.x, m.y + m.height}, PagePoint{at.x, m.y + m.height + tick_length}},
          frame_ink, 1);
    if (label.side == LabelSide::left)
      canvas.stroke(std::array{PagePoint{m.x - tick_length, at.y}, PagePoint{m.x, at.y}}, frame_ink, 1);
  }
}

void draw_bar(Canvas& canvas, Layout const& layout, ColourScale const& scale, std::string const& unit) {
  PageBox const& bar = layout.bar;
  std::vector<Colour> colours;
  for (Rgb const rgb : viridis_control_points())
    colours.push_back({rgb.red / 255.0, rgb.green / 255.0, rgb.blue / 255.0, 1});
  canvas.fill_with_gradient(bar, colours);
  canvas.stroke(bar, frame_ink, 1);
  double widest = 0;
  for (double const value : scale.ticks(30 / bar.height)) {
    double const y = bar.y + bar.height * (1 - scale.position(value));
    double const right = bar.x + bar.width;
    canvas.stroke(std::array{PagePoint{right, y}, PagePoint{right + tick_length, y}}, frame_ink, 1);
    std::string const label = number_label(value);
    canvas.text({right + 8, y + 0.36 * tick_style.size}, label, tick_style);
    widest = std::max(widest, canvas.text_width(label, tick_style));
  }
  double const x = std::min(bar.x + bar.width + 8 + widest + 20, layout.width - 8);
  canvas.upward_text({x, bar.y + bar.height / 2}, unit, axis_style);
}

void draw_words(Canvas& canvas, Layout const& layout, Words const& words, AxisNames const& names) {
  for (std::size_t i = 0; i < words.title.size(); ++i)
    canvas.text({layout.map.x, layout.title_y + 22.0 * static_cast<double>(i)}, words.title[i], title_style);
  canvas.text({layout.map.x + layout.map.width / 2, layout.axis_y}, names.across, axis_style);
  double const half_name = canvas.text_width(names.up, axis_style) / 2;
  double const middle = std::max(layout.map.y + layout.map.height / 2, 8 + half_name);
  canvas.upward_text({20, middle}, names.up, axis_style);
  for (std::size_t i = 0; i < words.footer.size(); ++i)
    canvas.text({layout.map.x, layout.footer_y + line_height * static_cast<double>(i)}, words.footer[i],
                footer_style);
}

std::string description(MapPicture const& picture, AxisNames const& names,
                        std::vector<MapLabel> const& labels, ColourScale const& scale) {
  std::string out = names.across + (names.up.empty() ? "" : "; " + names.up) + ". Grid:";
  for (MapLabel const& label : labels) out += " " + label.text;
  out += ". Colours from " + number_label(scale.range().min) + " to " + number_label(scale.range().max) +
         " " + picture.unit + ".";
  return printable(picture.footer.empty() ? out : out + " " + picture.footer);
}

}  // namespace

std::string draw_map(MapPicture const& picture, SkyToPixel const& sky_to_pixel, PictureFormat format) {
  SkyGeometry const& geometry = picture.geometry;
  EXPECTS(picture.values.size() == geometry.pixels());
  ColourScale const scale(picture.stretch, picture.range, picture.values);
  Layout layout = lay_out(geometry);
  GridDensity const most{std::clamp(static_cast<int>(layout.map.width / 60), 1, 6),
                         std::clamp(static_cast<int>(layout.map.height / 25), 1, 6)};
  auto const grid = sky_grid(geometry, sky_to_pixel, most);
  auto const labels = grid ? map_labels(*grid, geometry, sky_to_pixel) : std::vector<MapLabel>{};

  AxisNames const names = axis_names(geometry, grid);
  Canvas const ruler(PictureFormat::png, 1, 1, 1);
  double const text_width = layout.width - left_margin - 20;
  Words const words{wrapped(picture.title, title_style, text_width, ruler),
                    wrapped(picture.footer, footer_style, text_width, ruler)};
  stack(layout, words, labels);

  Canvas canvas(format, layout.width, layout.height, png_density);
  auto const outline = border(geometry, layout);
  canvas.begin_clip(outline);
  std::size_t const finest = static_cast<std::size_t>(layout.map.width * png_density);
  MapRaster const raster = map_raster(picture.values, geometry, scale, finest);
  double const raster_width = layout.scale_x * raster.nx, raster_height = layout.scale_y * raster.ny;
  canvas.image({layout.map.x, layout.map.y + layout.map.height - raster_height, raster_width, raster_height},
               raster.image);
  if (grid) draw_grid(canvas, layout, *grid);
  canvas.end_clip();
  canvas.stroke(outline, frame_ink, 1);
  draw_ticks(canvas, layout, labels);
  draw_labels(canvas, layout, labels, outline);
  draw_bar(canvas, layout, scale, picture.unit);
  draw_words(canvas, layout, words, names);
  std::string bytes = canvas.finish();
  if (format != PictureFormat::svg) return bytes;
  return with_description(bytes, printable(picture.title), description(picture, names, labels, scale));
}

}  // namespace engine

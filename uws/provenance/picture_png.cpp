#include <algorithm>
#include <cmath>
#include <memory>

#include <cairo.h>

#include "engine/base/failure.hpp"
#include "uws/provenance/names.hpp"
#include "uws/provenance/picture_pen.hpp"

namespace uws::prov {

namespace {

struct DestroySurface {
  void operator()(cairo_surface_t* surface) const noexcept { cairo_surface_destroy(surface); }
};
struct DestroyContext {
  void operator()(cairo_t* context) const noexcept { cairo_destroy(context); }
};
using Surface = std::unique_ptr<cairo_surface_t, DestroySurface>;
using Context = std::unique_ptr<cairo_t, DestroyContext>;

constexpr double most_pixels = 16e6, longest_side = 30000;

int hex_digit(char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; }

/// "#rrggbb"
void set_colour(cairo_t* context, std::string_view colour) {
  auto const part = [&](std::size_t i) {
    return (hex_digit(colour[i]) * 16 + hex_digit(colour[i + 1])) / 255.0;
  };
  cairo_set_source_rgb(context, part(1), part(3), part(5));
}

class CairoPen final : public Pen {
 public:
  explicit CairoPen(cairo_t* context) : context_(context) {}

  void outline(Outline const& shape, std::string_view fill, Stroke const& stroke) override {
    cairo_new_path(context_);
    for (auto const& piece : shape.pieces()) {
      if (piece.kind == 'M') cairo_move_to(context_, piece.end.x, piece.end.y);
      if (piece.kind == 'L') cairo_line_to(context_, piece.end.x, piece.end.y);
      if (piece.kind == 'C')
        cairo_curve_to(context_, piece.a.x, piece.a.y, piece.b.x, piece.b.y, piece.end.x, piece.end.y);
      if (piece.kind == 'Z') cairo_close_path(context_);
    }
    if (!fill.empty()) {
      set_colour(context_, fill);
      cairo_fill_preserve(context_);
    }
    if (stroke.colour.empty()) return;
    double const dashes[] = {5, 4};
    cairo_set_dash(context_, dashes, stroke.dashed ? 2 : 0, 0);
    cairo_set_line_width(context_, stroke.width);
    set_colour(context_, stroke.colour);
    cairo_stroke(context_);
  }

  void text(PicturePoint at, std::string_view words, Lettering const& style) override {
    std::string const safe = clean_text(words);
    cairo_select_font_face(context_, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                           style.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(context_, style.size);
    cairo_text_extents_t extents{};
    cairo_text_extents(context_, safe.c_str(), &extents);
    double const part = style.anchor == Anchor::start ? 0 : style.anchor == Anchor::middle ? 0.5 : 1;
    double const x = at.x - part * extents.x_advance;
    cairo_new_path(context_);
    if (style.halo) {
      cairo_move_to(context_, x, at.y);
      cairo_text_path(context_, safe.c_str());
      cairo_set_source_rgb(context_, 1, 1, 1);
      cairo_set_line_join(context_, CAIRO_LINE_JOIN_ROUND);
      cairo_set_dash(context_, nullptr, 0, 0);
      cairo_set_line_width(context_, 3);
      cairo_stroke(context_);
    }
    set_colour(context_, style.colour);
    cairo_move_to(context_, x, at.y);
    cairo_show_text(context_, safe.c_str());
  }

  void begin(std::string_view, std::string_view, std::string_view) override {}
  void end() override {}

 private:
  cairo_t* context_;
};

cairo_status_t append(void* closure, unsigned char const* bytes, unsigned int count) {
  static_cast<std::string*>(closure)->append(bytes, bytes + count);
  return CAIRO_STATUS_SUCCESS;
}

[[noreturn]] void throw_undrawn(cairo_status_t status) {
  throw engine::Failure(engine::Fault::internal,
                        std::string("cannot draw the provenance: ") + cairo_status_to_string(status));
}

}  // namespace

std::string to_png(Picture const& picture, double density) {
  double const width = std::ceil(picture.width), height = std::ceil(picture.height);
  density =
      std::min({density, std::sqrt(most_pixels / (width * height)), longest_side / std::max(width, height)});
  auto const pixels = [&](double size) { return std::max(1, static_cast<int>(std::ceil(size * density))); };
  Surface const surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, pixels(width), pixels(height)));
  Context const context(cairo_create(surface.get()));
  cairo_scale(context.get(), density, density);
  cairo_set_source_rgb(context.get(), 1, 1, 1);
  cairo_paint(context.get());
  CairoPen pen(context.get());
  draw(picture, pen);
  if (!picture.remark.empty())
    pen.text({8, picture.height - 6}, picture.remark,
             {.size = 11, .colour = "#a4161a", .anchor = Anchor::start});
  if (auto const status = cairo_status(context.get()); status != CAIRO_STATUS_SUCCESS) throw_undrawn(status);
  std::string out;
  auto const status = cairo_surface_write_to_png_stream(surface.get(), append, &out);
  if (status != CAIRO_STATUS_SUCCESS) throw_undrawn(status);
  return out;
}

}  // namespace uws::prov

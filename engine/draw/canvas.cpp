#include "engine/draw/canvas.hpp"

#include <cmath>
#include <cstring>
#include <numbers>

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <cairo.h>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"
#include "engine/draw/svg_text.hpp"

namespace engine {

namespace {

struct DestroySurface {
  void operator()(cairo_surface_t* s) const noexcept { cairo_surface_destroy(s); }
};
using SurfaceHandle = std::unique_ptr<cairo_surface_t, DestroySurface>;
struct DestroyContext {
  void operator()(cairo_t* c) const noexcept { cairo_destroy(c); }
};
using ContextHandle = std::unique_ptr<cairo_t, DestroyContext>;
struct DestroyPattern {
  void operator()(cairo_pattern_t* p) const noexcept { cairo_pattern_destroy(p); }
};
using PatternHandle = std::unique_ptr<cairo_pattern_t, DestroyPattern>;
struct DestroyFontOptions {
  void operator()(cairo_font_options_t* o) const noexcept { cairo_font_options_destroy(o); }
};
using FontOptionsHandle = std::unique_ptr<cairo_font_options_t, DestroyFontOptions>;

/// cairo calls this with each part of a file; an exception must not pass through C.
cairo_status_t append(void* bytes, unsigned char const* data, unsigned length) noexcept {
  try {
    static_cast<std::string*>(bytes)->append(data, data + length);
    return CAIRO_STATUS_SUCCESS;
  } catch (...) {
    return CAIRO_STATUS_NO_MEMORY;
  }
}

void require(cairo_status_t status) {
  if (status != CAIRO_STATUS_SUCCESS)
    throw Failure(Fault::internal, std::string("cannot draw the picture: cairo says '") +
                                       cairo_status_to_string(status) + "'");
}

SurfaceHandle make_surface(PictureFormat format, double width, double height, double density,
                           std::string& bytes) {
  switch (format) {
    case PictureFormat::png:
      return SurfaceHandle(cairo_image_surface_create(CAIRO_FORMAT_RGB24,
                                                      static_cast<int>(std::lround(width * density)),
                                                      static_cast<int>(std::lround(height * density))));
    case PictureFormat::svg: {
      SurfaceHandle svg(cairo_svg_surface_create_for_stream(append, &bytes, width, height));
      cairo_svg_surface_set_document_unit(svg.get(), CAIRO_SVG_UNIT_PX);
      return svg;
    }
    case PictureFormat::pdf: {
      SurfaceHandle pdf(cairo_pdf_surface_create_for_stream(append, &bytes, width, height));
      // What is no date is written as none: the time of the drawing has no place in the file.
      cairo_pdf_surface_set_metadata(pdf.get(), CAIRO_PDF_METADATA_CREATE_DATE, "");
      return pdf;
    }
  }
  return {};
}

void set_colour(cairo_t* c, Colour colour) {
  cairo_set_source_rgba(c, colour.red, colour.green, colour.blue, colour.alpha);
}

void set_font(cairo_t* c, TextStyle const& style) {
  cairo_select_font_face(
      c, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
      style.weight == TextWeight::bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(c, style.size);
}

void trace(cairo_t* c, std::span<PagePoint const> line) {
  cairo_new_path(c);
  for (PagePoint const& p : line) cairo_line_to(c, p.x, p.y);
}

}  // namespace

struct Canvas::State {
  PictureFormat format;
  std::string bytes;  // before the surface, which writes here until it is gone
  SurfaceHandle surface;
  ContextHandle context;
};

Canvas::Canvas(PictureFormat format, double width, double height, double density)
    : state_(std::make_unique<State>()) {
  EXPECTS(width > 0 && height > 0 && density > 0);
  state_->format = format;
  state_->surface = make_surface(format, width, height, density, state_->bytes);
  require(cairo_surface_status(state_->surface.get()));
  state_->context.reset(cairo_create(state_->surface.get()));
  cairo_t* const c = state_->context.get();
  if (format == PictureFormat::png) cairo_scale(c, density, density);
  cairo_set_line_join(c, CAIRO_LINE_JOIN_ROUND);
  FontOptionsHandle const options(cairo_font_options_create());
  // Letters as wide as their outlines say, so that all formats have the same layout.
  cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
  cairo_set_font_options(c, options.get());
  fill({0, 0, width, height}, {1, 1, 1, 1});
}
Canvas::Canvas(Canvas&&) noexcept = default;
Canvas::~Canvas() = default;

void Canvas::fill(PageBox box, Colour colour) {
  cairo_t* const c = state_->context.get();
  set_colour(c, colour);
  cairo_rectangle(c, box.x, box.y, box.width, box.height);
  cairo_fill(c);
}

void Canvas::fill_with_gradient(PageBox box, std::span<Colour const> from_bottom_to_top) {
  EXPECTS(from_bottom_to_top.size() > 1);
  cairo_t* const c = state_->context.get();
  PatternHandle const gradient(cairo_pattern_create_linear(0, box.y + box.height, 0, box.y));
  for (std::size_t i = 0; i < from_bottom_to_top.size(); ++i) {
    Colour const& colour = from_bottom_to_top[i];
    double const place = static_cast<double>(i) / static_cast<double>(from_bottom_to_top.size() - 1);
    cairo_pattern_add_color_stop_rgb(gradient.get(), place, colour.red, colour.green, colour.blue);
  }
  cairo_set_source(c, gradient.get());
  cairo_rectangle(c, box.x, box.y, box.width, box.height);
  cairo_fill(c);
}

void Canvas::stroke(std::span<PagePoint const> line, Colour colour, double width) {
  cairo_t* const c = state_->context.get();
  trace(c, line);
  set_colour(c, colour);
  cairo_set_line_width(c, width);
  cairo_stroke(c);
}

void Canvas::stroke(PageBox box, Colour colour, double width) {
  cairo_t* const c = state_->context.get();
  cairo_rectangle(c, box.x, box.y, box.width, box.height);
  set_colour(c, colour);
  cairo_set_line_width(c, width);
  cairo_stroke(c);
}

void Canvas::image(PageBox box, Raster const& raster) {
  EXPECTS(raster.width > 0 && raster.height > 0 && raster.argb.size() == raster.width * raster.height);
  SurfaceHandle const image(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, static_cast<int>(raster.width),
                                                       static_cast<int>(raster.height)));
  require(cairo_surface_status(image.get()));
  auto const stride = static_cast<std::size_t>(cairo_image_surface_get_stride(image.get()));
  unsigned char* const data = cairo_image_surface_get_data(image.get());
  for (std::size_t y = 0; y < raster.height; ++y)
    std::memcpy(data + y * stride, raster.argb.data() + y * raster.width,
                raster.width * sizeof(std::uint32_t));
  cairo_surface_mark_dirty(image.get());

  cairo_t* const c = state_->context.get();
  cairo_save(c);
  cairo_rectangle(c, box.x, box.y, box.width, box.height);
  cairo_clip(c);
  cairo_translate(c, box.x, box.y);
  cairo_scale(c, box.width / static_cast<double>(raster.width),
              box.height / static_cast<double>(raster.height));
  cairo_set_source_surface(c, image.get(), 0, 0);
  cairo_pattern_set_filter(cairo_get_source(c), CAIRO_FILTER_NEAREST);
  cairo_paint(c);
  cairo_restore(c);
}

void Canvas::text(PagePoint at, std::string_view text, TextStyle const& style) {
  cairo_t* const c = state_->context.get();
  std::string const shown = printable(text);
  double const width = text_width(shown, style);
  double const shift = style.align == TextAlign::left    ? 0
                       : style.align == TextAlign::right ? width
                                                         : width / 2;
  set_font(c, style);
  cairo_move_to(c, at.x - shift, at.y);
  if (style.halo > 0) {
    cairo_text_path(c, shown.c_str());
    cairo_set_source_rgba(c, 0, 0, 0, 0.55);
    cairo_set_line_width(c, style.halo);
    cairo_stroke(c);
    cairo_move_to(c, at.x - shift, at.y);
  }
  set_colour(c, style.colour);
  cairo_show_text(c, shown.c_str());
  cairo_new_path(c);
}

void Canvas::upward_text(PagePoint at, std::string_view text, TextStyle const& style) {
  cairo_t* const c = state_->context.get();
  cairo_save(c);
  cairo_translate(c, at.x, at.y);
  cairo_rotate(c, -std::numbers::pi / 2);
  this->text({0, 0}, text, style);
  cairo_restore(c);
}

double Canvas::text_width(std::string_view text, TextStyle const& style) const {
  cairo_t* const c = state_->context.get();
  set_font(c, style);
  cairo_text_extents_t extents;
  cairo_text_extents(c, printable(text).c_str(), &extents);
  return extents.x_advance;
}

void Canvas::begin_clip(std::span<PagePoint const> polygon) {
  cairo_t* const c = state_->context.get();
  cairo_save(c);
  trace(c, polygon);
  cairo_close_path(c);
  cairo_clip(c);
}

void Canvas::end_clip() { cairo_restore(state_->context.get()); }

std::string Canvas::finish() {
  require(cairo_status(state_->context.get()));
  if (state_->format == PictureFormat::png)
    require(cairo_surface_write_to_png_stream(state_->surface.get(), append, &state_->bytes));
  cairo_surface_finish(state_->surface.get());
  require(cairo_surface_status(state_->surface.get()));
  return state_->format == PictureFormat::svg ? with_own_numbers(state_->bytes) : std::move(state_->bytes);
}

}  // namespace engine

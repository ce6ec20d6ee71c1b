/// A page to draw on, as PNG, SVG or PDF; the only place that knows cairo.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

enum class PictureFormat { png, svg, pdf };

/// Page coordinates: pixels of the page (of a PNG with density 1), y downwards.
struct PagePoint {
  double x = 0, y = 0;
};
struct PageBox {
  double x = 0, y = 0, width = 0, height = 0;
};
struct Colour {
  double red = 0, green = 0, blue = 0, alpha = 1;
};
enum class TextAlign { left, centre, right };
enum class TextWeight { normal, bold };
struct TextStyle {
  double size = 12;
  Colour colour{};
  TextAlign align = TextAlign::left;
  TextWeight weight = TextWeight::normal;
  double halo = 0;  ///< width of a dark rim that keeps light text readable on an image
};
/// 0xAARRGGBB with premultiplied alpha, row by row from the top.
struct Raster {
  std::size_t width = 0, height = 0;
  std::vector<std::uint32_t> argb;
};

class Canvas {
 public:
  /// `density`: pixels of a PNG per page unit; the other formats have no pixels.
  Canvas(PictureFormat format, double width, double height, double density);
  Canvas(Canvas&&) noexcept;
  ~Canvas();

  void fill(PageBox box, Colour colour);
  /// Palette from bottom to top.
  void fill_with_gradient(PageBox box, std::span<Colour const> from_bottom_to_top);
  void stroke(std::span<PagePoint const> line, Colour colour, double width);
  void stroke(PageBox box, Colour colour, double width);
  /// Stretched over the box, each pixel a rectangle with sharp sides.
  void image(PageBox box, Raster const& raster);
  /// At the base line; text that is no UTF-8 is shown with question marks.
  void text(PagePoint at, std::string_view text, TextStyle const& style);
  /// The same, reading upwards.
  void upward_text(PagePoint at, std::string_view text, TextStyle const& style);
  double text_width(std::string_view text, TextStyle const& style) const;

  /// Until the next end_clip() only what is inside the polygon is drawn.
  void begin_clip(std::span<PagePoint const> polygon);
  void end_clip();

  /// The bytes of the file. The same drawing gives the same bytes: no dates, no numbers that depend on
  /// what the process drew before. Throws Failure(internal) if cairo could not draw.
  std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace engine

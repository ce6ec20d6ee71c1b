/// What a picture is drawn with: the same strokes make an SVG and a PNG. Internal to the drawing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "uws/provenance/picture.hpp"

namespace uws::prov {

/// Lines and cubic curves.
class Outline {
 public:
  struct Piece {
    char kind;  ///< M, L, C, Z as in SVG
    PicturePoint a{}, b{}, end{};
  };
  Outline& move(PicturePoint to) { return add({'M', {}, {}, to}); }
  Outline& line(PicturePoint to) { return add({'L', {}, {}, to}); }
  Outline& curve(PicturePoint a, PicturePoint b, PicturePoint to) { return add({'C', a, b, to}); }
  Outline& close() { return add({'Z'}); }
  std::vector<Piece> const& pieces() const { return pieces_; }

 private:
  Outline& add(Piece piece) {
    pieces_.push_back(piece);
    return *this;
  }
  std::vector<Piece> pieces_{};
};

enum class Anchor { start, middle, end };

struct Stroke {
  std::string_view colour{};  ///< "#rrggbb"; empty: none
  double width = 1;
  bool dashed = false;
};

struct Lettering {
  double size = 12;
  std::string_view colour = "#1c2430";
  Anchor anchor = Anchor::middle;
  bool bold = false;
  bool halo = false;  ///< a white rim, where it may stand on lines
};

class Pen {
 public:
  virtual ~Pen() = default;
  /// `fill` empty: not filled.
  virtual void outline(Outline const& outline, std::string_view fill, Stroke const& stroke) = 0;
  virtual void text(PicturePoint at, std::string_view text, Lettering const& style) = 0;
  /// Everything until end() belongs together: has this title, leads to this URL (if not empty).
  virtual void begin(std::string_view what, std::string_view title, std::string_view url) = 0;
  virtual void end() = 0;
};

void draw(Picture const& picture, Pen& pen);

}  // namespace uws::prov

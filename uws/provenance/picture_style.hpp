/// Sizes and colours of pictures of provenance. Internal to layout and drawing.
#pragma once

#include <cstddef>
#include <string_view>

#include "uws/provenance/picture.hpp"

namespace uws::prov {

inline constexpr double name_size = 13, detail_size = 11, label_size = 10.5, roof_height = 14,
                        stack_depth = 8;

inline double line_size(std::size_t line) { return line == 0 ? name_size : detail_size; }
inline double line_step(std::size_t line) { return line_size(line) * 1.32; }
inline bool is_bold(PictureNode const& node, std::size_t line) {
  return line == 0 && (node.asked || node.shape == Shape::table);
}
inline double text_height(PictureNode const& node) {
  double sum = 0;
  for (std::size_t i = 0; i < node.lines.size(); ++i) sum += line_step(i);
  return sum;
}

/// The colours of the W3C's figures (PROV graph layout conventions): "#rrggbb".
struct ShapeStyle {
  std::string_view fill, line, name;
};
inline ShapeStyle style_of(Shape shape) {
  switch (shape) {
    case Shape::entity: return {"#fffbd0", "#a39a3a", "entity"};
    case Shape::collection: return {"#fff3b0", "#a39a3a", "collection"};
    case Shape::restricted: return {"#ececec", "#8a8a8a", "restricted entity"};
    case Shape::activity: return {"#d5e1fd", "#4f68b0", "activity"};
    case Shape::restricted_activity: return {"#ececec", "#8a8a8a", "restricted activity"};
    case Shape::agent: return {"#fde3bd", "#b3772b", "agent"};
    case Shape::table: return {"#ffffff", "#8da08d", "parameters"};
    case Shape::note: return {"#eef6ea", "#7b9a6c", "description"};
  }
  return {"#ffffff", "#000000", ""};
}

}  // namespace uws::prov

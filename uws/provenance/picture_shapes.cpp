#include "uws/provenance/picture_shapes.hpp"

#include <algorithm>

#include "uws/provenance/picture_style.hpp"

namespace uws::prov {

// A quarter of a circle as a cubic curve: the handles are this part of the radius.
constexpr double quarter = 0.5522847498;

Outline ellipse(PicturePoint c, double width, double height) {
  double const a = width / 2, b = height / 2, u = a * quarter, v = b * quarter;
  Outline out;
  out.move({c.x + a, c.y});
  out.curve({c.x + a, c.y + v}, {c.x + u, c.y + b}, {c.x, c.y + b});
  out.curve({c.x - u, c.y + b}, {c.x - a, c.y + v}, {c.x - a, c.y});
  out.curve({c.x - a, c.y - v}, {c.x - u, c.y - b}, {c.x, c.y - b});
  out.curve({c.x + u, c.y - b}, {c.x + a, c.y - v}, {c.x + a, c.y});
  return out.close();
}

Outline box(PicturePoint c, double width, double height, double radius) {
  double const left = c.x - width / 2, right = c.x + width / 2, top = c.y - height / 2,
               bottom = c.y + height / 2;
  double const r = std::min({radius, width / 2, height / 2}), h = r * (1 - quarter);
  Outline out;
  out.move({left + r, top}).line({right - r, top});
  out.curve({right - h, top}, {right, top + h}, {right, top + r}).line({right, bottom - r});
  out.curve({right, bottom - h}, {right - h, bottom}, {right - r, bottom}).line({left + r, bottom});
  out.curve({left + h, bottom}, {left, bottom - h}, {left, bottom - r}).line({left, top + r});
  out.curve({left, top + h}, {left + h, top}, {left + r, top});
  return out.close();
}

Outline house(PicturePoint c, double width, double height) {
  double const left = c.x - width / 2, right = c.x + width / 2, top = c.y - height / 2,
               bottom = c.y + height / 2;
  Outline out;
  out.move({left, bottom}).line({left, top + roof_height}).line({c.x, top});
  return out.line({right, top + roof_height}).line({right, bottom}).close();
}

Outline sheet(PicturePoint c, double width, double height) {
  double const left = c.x - width / 2, right = c.x + width / 2, top = c.y - height / 2,
               bottom = c.y + height / 2;
  constexpr double fold = 10;
  Outline out;
  out.move({left, top}).line({right - fold, top}).line({right, top + fold}).line({right, bottom});
  out.line({left, bottom}).close();
  return out.move({right - fold, top}).line({right - fold, top + fold}).line({right, top + fold});
}

Outline outline_of(PictureNode const& node, PicturePoint shift) {
  PicturePoint const c{node.centre.x + shift.x, node.centre.y + shift.y};
  double const depth = node.stack > 1 ? stack_depth : 0, width = node.width - depth,
               height = node.height - depth;
  switch (node.shape) {
    case Shape::entity:
    case Shape::collection:
    case Shape::restricted: return ellipse(c, width, height);
    case Shape::activity:
    case Shape::restricted_activity: return box(c, width, height, 3);
    case Shape::agent: return house(c, width, height);
    case Shape::table: return box(c, width, height);
    case Shape::note: return sheet(c, width, height);
  }
  return {};
}

}  // namespace uws::prov

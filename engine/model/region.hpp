/// Regions of the sky on the sphere itself, so that they do not depend on a map; ICRS.
#pragma once

#include <variant>
#include <vector>

#include "engine/model/sky.hpp"

namespace engine {

struct Cone {
  Direction<Icrs> centre;
  Angle radius;  ///< inside: separation < radius
};
struct Annulus {
  Direction<Icrs> centre;
  Angle inner, outer;  ///< inside: inner <= separation < outer
};
/// A rectangle in the tangent plane of its centre: its edges are great circles. `width` and `height` are the
/// angles it covers on its two axes through the centre, each below 180 deg.
struct Box {
  Direction<Icrs> centre;
  Angle width, height;
  Angle angle;  ///< of the height axis, from north through east
};
/// An ellipse in the tangent plane of its centre; full axes `2 a` and `2 b` cover those angles.
struct Ellipse {
  Direction<Icrs> centre;
  Angle a, b;   ///< half axes, each below 90 deg
  Angle angle;  ///< of the b axis, from north through east
};
/// Great circles between neighbouring vertices; at least three, in either order, all of them less than 90 deg
/// from the mean of their unit vectors.
struct Polygon {
  std::vector<Direction<Icrs>> vertices;
};
using Shape = std::variant<Cone, Annulus, Box, Ellipse, Polygon>;

/// Inside: in at least one included shape (or none is listed) and in no excluded one, as ds9 has it.
struct Region {
  std::vector<Shape> include, exclude;
  bool everything() const { return include.empty() && exclude.empty(); }
};

bool contains(Shape const& shape, Vector3 const& direction);
bool contains(Region const& region, Vector3 const& direction);

/// A cone that holds the whole shape; may be larger than needed, never smaller.
Cone bound(Shape const& shape);

}  // namespace engine

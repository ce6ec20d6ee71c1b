/// The outlines of the nodes. Internal to the drawing.
#pragma once

#include "uws/provenance/picture_pen.hpp"

namespace uws::prov {

Outline box(PicturePoint centre, double width, double height, double radius = 0);
Outline ellipse(PicturePoint centre, double width, double height);
/// With a roof on top.
Outline house(PicturePoint centre, double width, double height);
/// With a folded corner.
Outline sheet(PicturePoint centre, double width, double height);
Outline outline_of(PictureNode const& node, PicturePoint shift = {});

}  // namespace uws::prov

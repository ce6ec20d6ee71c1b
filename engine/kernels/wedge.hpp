/// How wide a region is when seen from a point outside of it, in position angle.
#pragma once

#include <optional>
#include <vector>

#include "engine/model/region.hpp"

namespace engine {

/// Position angles around a point: from <= angle <= to, and to - from < 360 deg. `to` may exceed 180 deg.
struct Wedge {
  Angle from, to;
  Angle width() const { return to - from; }
};

/// The least wedge around `centre` that holds all included shapes. Exact for cones, annuli, boxes and
/// polygons; up to 8e-5 of its width too wide for ellipses, never too narrow. Nothing where a shape holds or
/// touches the centre or its antipode, or where the shapes together leave no gap.
std::optional<Wedge> wedge_of(Region const& region, Direction<Icrs> const& centre);

/// Separations from `centre`: nothing of the region is nearer than `min` or farther than `max`. May be wider
/// than needed.
AngleRange offsets_of(Region const& region, Direction<Icrs> const& centre);

/// Cones that hold the region together, for a search that must not miss any of it: a cone as it is; of
/// anything else pieces that stand out by at most a tenth of the shape's bounding radius.
std::vector<Cone> cover_of(Region const& region);

}  // namespace engine

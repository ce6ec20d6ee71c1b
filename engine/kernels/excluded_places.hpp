/// Exclusion shapes and masks as cones on the ring around a pointing.
#pragma once

#include <vector>

#include "engine/kernels/reflected_regions.hpp"

namespace engine {

/// Cones that together hold everything excluded whose separation from `centre` lies in `ring`; there may be
/// more of them than needed. A mask is looked at every third of its pixel, so that each excluded pixel is
/// covered whole.
std::vector<Cone> excluded_places(ExclusionView const& exclusion, Direction<Icrs> const& centre,
                                  AngleRange ring);

}  // namespace engine

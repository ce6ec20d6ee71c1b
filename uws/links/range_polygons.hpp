/// A RANGE as polygons, which the catalogue can compare footprints with.
#pragma once

#include <vector>

#include "uws/links/positions.hpp"

namespace uws {

/// Polygons (DALI numbers) that together cover the range; great circles follow its parallels to 0.001
/// degrees. At most 60 degrees wide and high each. A lower right ascension above the upper one goes through
/// 360.
std::vector<std::vector<double>> range_polygons(SkyShape const& range);

}  // namespace uws

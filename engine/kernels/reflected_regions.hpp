/// OFF regions by reflection: the ON region turned about the pointing, where the acceptance is the same
/// (Berge, Funk & Hinton 2007, A&A 466, 1219, section 4.2).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "engine/kernels/locate.hpp"
#include "engine/model/exclusion.hpp"
#include "engine/model/off_regions.hpp"

namespace engine {

/// All angles are turns about the pointing, as gammapy's are.
struct ReflectionRules {
  Angle min_distance{};                  ///< between the edges of neighbouring OFF regions
  Angle min_distance_on = radians(0.1);  ///< between the edges of ON and of the first and the last OFF region
  Angle angle_step = radians(0.1);       ///< gammapy's rule: how far to turn on where a region is excluded
  std::size_t max_regions = 10000;
};

/// What must not be counted, ready for a search. The mask and its locator are borrowed.
struct ExclusionView {
  std::span<Shape const> shapes{};
  ExclusionMask const* mask = nullptr;
  PixelLocator const* locator = nullptr;  ///< of the mask's geometry; needed with a mask
};

/// As many OFF regions as fit without touching each other, ON, or anything excluded. Cones against cones are
/// decided exactly; other shapes with a margin of a tenth of the ON region, masks with one of 0.71 pixel, so
/// that nothing excluded is ever counted. Since all regions have one width, taking the first free place each
/// time gives the greatest number. Without OFF regions `why_none` says why.
OffRegions reflected_regions(Direction<Icrs> const& pointing, Region const& on,
                             ExclusionView const& exclusion, ReflectionRules const& rules);

/// The OFF regions that gammapy 1.0's ReflectedRegionsFinder finds: in a tangent map of 0.01 deg per pixel
/// around the pointing; the width of the ON region is taken from the centres of the pixels in it, so that
/// neighbours overlap slightly; a region is excluded if it holds the centre of an excluded pixel. ON is one
/// circle: Failure(bad_request) for other regions. Shapes of the exclusion count as if drawn into that map.
OffRegions gammapy_reflected_regions(Direction<Icrs> const& pointing, Region const& on,
                                     ExclusionView const& exclusion, ReflectionRules const& rules);

/// How many OFF regions of `radius` fit at equal distances on the circle of `offset` around the pointing,
/// besides ON, without touching; 0 if none do.
std::size_t most_wobble_regions(Angle offset, Angle radius);

/// `count` OFF positions at equal distances on the circle around the pointing, without those whose circle of
/// `largest` radius touches something excluded: for radii that depend on the energy the positions are fixed
/// by the largest in use. ON becomes a cone of that radius. Failure(bad_request) where the regions touch each
/// other: it says how many fit.
OffRegions wobble_regions(Direction<Icrs> const& pointing, Direction<Icrs> const& source, Angle largest,
                          std::size_t count, ExclusionView const& exclusion);
/// The same positions by gammapy 1.0's WobbleRegionsFinder for a point: a position is left out if it lies
/// less than one pixel (0.01 deg) from the centre of an excluded one.
OffRegions gammapy_wobble_regions(Direction<Icrs> const& pointing, Direction<Icrs> const& source,
                                  Angle largest, std::size_t count, ExclusionView const& exclusion);

}  // namespace engine

/// Where background must not be counted: shapes, and a map.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/model/region.hpp"
#include "engine/model/sky_geometry.hpp"

namespace engine {

/// usable[y * nx + x] is 1 where counts may be used and 0 where they may not; outside the map they may.
struct ExclusionMask {
  SkyGeometry geometry;
  std::vector<std::uint8_t> usable;
};

struct Exclusion {
  std::vector<Shape> shapes{};
  std::optional<ExclusionMask> mask{};
};

}  // namespace engine

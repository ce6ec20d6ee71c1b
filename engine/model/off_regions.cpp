#include "engine/model/off_regions.hpp"

#include "engine/model/rotation.hpp"

namespace engine {

std::vector<Region> regions_of(OffRegions const& off) {
  std::vector<Region> out;
  for (Angle const turn : off.turns) out.push_back(turned(off.on, rotation_about(off.pointing, turn)));
  return out;
}

}  // namespace engine

/// What the parameters of a map say by themselves, before any data are looked at.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/energy_axis.hpp"
#include "engine/model/sky_geometry.hpp"
#include "engine/parameters/values.hpp"

namespace engine {

/// Frame, projection, pixels; the centre is not in it yet. Failure(bad_request) for sizes that contradict.
MapRequest map_grid(ParameterValues const& values);

/// Where the centre comes from.
struct MapCentreRequest {
  enum class How { natural, pointing, position, target } how = How::natural;
  Angle lon{}, lat{};       ///< of a position, in the frame of the map
  std::string target = {};  ///< a name that the runs know
};
MapCentreRequest centre_request(ParameterValues const& values);

/// Nothing: no cube.
std::optional<EnergyAxis> axis_of(ParameterValues const& values);

/// What the parameters of a map contradict one another in.
std::vector<BadParameter> map_problems(ParameterValues const& values);

}  // namespace engine

/// Where a map is centred when the request names no coordinates.
#pragma once

#include <string>
#include <vector>

#include "engine/io/data_set.hpp"
#include "engine/model/sky.hpp"
#include "engine/parallel/communicator.hpp"

namespace engine {

struct NamedDirection {
  std::string name;
  Direction<Icrs> direction;
};

/// The position of the target called `name` (RA_OBJ, DEC_OBJ of the first run on it). Collective.
NamedDirection target_position(DataSet const& set, std::string const& name, Communicator const& ranks);

/// The position of the one target of all runs, or else their mean pointing. Collective.
NamedDirection natural_centre(DataSet const& set, Communicator const& ranks);
NamedDirection mean_pointing(DataSet const& set, Communicator const& ranks);

}  // namespace engine

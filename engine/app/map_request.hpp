/// What `distill map` is asked for, as values.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/io/data_set.hpp"
#include "engine/model/energy_axis.hpp"
#include "engine/model/selection.hpp"
#include "engine/model/sky_geometry.hpp"
#include "engine/parallel/communicator.hpp"
#include "engine/parameters/values.hpp"

namespace engine {

struct MapTarget {
  std::string name;   ///< fit for a file name; empty for the only map of a job
  std::string label;  ///< for titles
  SkyGeometry geometry;
};

enum class PictureKind { png, svg, pdf };

struct MapJob {
  std::vector<MapTarget> targets;
  std::optional<EnergyAxis> axis;
  Selection selection;  ///< with the energy range of the axis
  bool stacked = true, per_run = false;
  bool fits = true, gammapy = false;
  std::vector<PictureKind> pictures;
  std::optional<Angle> smooth;
  std::string colour_scale;
  std::optional<std::string> cube_name;
  /// Parameters that were derived, not given ("center"), for the recipe.
  std::vector<std::pair<std::string, std::string>> derived;
  std::vector<std::string> notes;  ///< fit for the user
};

/// Collective: a centre that only the files know is looked up by the root.
MapJob map_job(ParameterValues const& values, DataSet const& set, Communicator const& ranks);

}  // namespace engine

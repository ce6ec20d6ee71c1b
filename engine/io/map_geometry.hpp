/// The geometry of a map in a file, for `like=`.
#pragma once

#include <string>

#include "engine/model/observation.hpp"
#include "engine/model/sky_geometry.hpp"

namespace engine {

/// Of the first image in the file that has celestial axes. Throws Failure naming the file if there is none.
SkyGeometry read_map_geometry(std::string const& path, FileNameSyntax syntax);

/// "maps/crab_counts.fits.gz" -> "crab_counts"
std::string file_stem(std::string const& path);

}  // namespace engine

/// Lists of positions: CSV, ECSV, or text with blanks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/sky_geometry.hpp"

namespace engine {

struct ListedTarget {
  std::string name;  ///< unique, fit for a file name
  Angle lon, lat;    ///< in the frame of the list
};

/// Columns name (or source, target, id), and ra, dec (icrs) or lon, lat or glon, glat (galactic), in any
/// order; a text without a header line is name, longitude, latitude, or the two alone. '#' starts a comment.
/// `file` names it in messages ("targets.csv: line 3: ...").
std::vector<ListedTarget> parse_target_list(std::string_view text, std::string const& file, MapFrame frame);

}  // namespace engine

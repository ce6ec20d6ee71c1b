/// Regions in the language of ds9, as files and as command-line parameters have them.
///
/// Read: circle, annulus (also of several rings), box, ellipse, polygon; icrs, fk5 (J2000) and galactic, the
/// angles turned with the frame; sizes in degrees, ', ", d or r; sexagesimal positions; `-` before a shape
/// excludes it; `global` lines, comments and properties are skipped. Shapes joined to a composite by || are
/// taken one by one, which is the same area. Points, lines and texts have no area and only leave a note.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/ds9_frames.hpp"
#include "engine/model/region.hpp"

namespace engine {

struct RegionText {
  Region region;
  std::vector<std::string> notes;  ///< what was left out, fit for the user; usually empty
};

/// The text of a region file. `file` names it in messages. A file must say its system before its first shape:
/// ds9 would take pixels otherwise. Throws Failure(bad_request): "file: line 3: ...".
RegionText parse_ds9_file(std::string_view text, std::string const& file);

/// The same language on a command line, "circle(83.63,22.01,0.5)", where ICRS is understood.
RegionText parse_region_shapes(std::string_view text, std::string const& source);

}  // namespace engine

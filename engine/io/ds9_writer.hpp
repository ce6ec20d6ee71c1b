/// Regions written in the language of ds9, so that parse_ds9_file reads the same shapes back.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/off_regions.hpp"

namespace engine {

/// One shape without properties: "circle(83.63,22.01,0.11)". Positions and sizes in degrees, to 1e-10 deg.
std::string ds9_shape(Shape const& shape);

/// A region with how it is to be drawn. Excluded shapes get their minus sign.
struct Ds9Entry {
  Region region;
  std::string_view colour;  ///< "green", "red", ...
  std::string text;         ///< printed beside each shape; without braces
};

/// A file in ICRS.
std::string ds9_text(std::vector<Ds9Entry> const& entries);

/// ON in green and every OFF region in red, numbered from 1.
std::string ds9_text(OffRegions const& off);

}  // namespace engine

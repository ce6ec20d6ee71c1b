/// Constant regions: checked numbers, and the STC-S text of REGION('...').
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "catalog/adql/types.hpp"

namespace catalog::adql {

enum class SkySystem { icrs, galactic };

/// The system of a coordinate system argument or an STC-S frame; nothing for one that is not known here. FK5
/// and J2000 are taken as ICRS (they differ by less than 0.1 arcsec), reference positions are skipped.
std::optional<SkySystem> sky_system(std::string_view words);

/// What is wrong with the numbers of a point, circle or polygon in degrees, or "".
std::string complaint_about(Kind kind, std::vector<double> const& numbers);

struct ParsedRegion {
  Kind kind = Kind::circle;  ///< of `numbers`; a box is given as centre, width, height and `is_box`
  std::vector<double> numbers;
  SkySystem system = SkySystem::icrs;
  bool is_box = false;
};

/// STC-S (and DALI 1.1 section 3.3.6 shapes): Position, Circle, Box, Polygon with an optional frame; text on
/// failure.
std::variant<ParsedRegion, std::string> parse_region(std::string_view text);

/// "{1,2.5}": PostgreSQL's array literal.
std::string array_text(std::vector<double> const& numbers);

}  // namespace catalog::adql

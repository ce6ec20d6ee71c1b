/// Regions and intervals as SIA 2.0 and SODA 1.0 write them in parameters (DALI 1.1 section 3.3).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"

namespace uws {

/// What is wrong, fit for the user: "needs three numbers: right ascension, declination, radius".
struct BadValue {
  std::string why;
};

/// DALI numbers, ICRS degrees: 3 of a circle, or 6 and more of a polygon. RANGE, bounded by meridians and
/// parallels, keeps its four numbers (ra_min, ra_max, dec_min, dec_max), with -90, 90, 0, 360 for open ends.
struct SkyShape {
  enum class Kind { circle, range, polygon } kind = Kind::circle;
  std::vector<double> numbers;
};

engine::Result<SkyShape, BadValue> circle_of(std::string_view text);   ///< "ra dec radius"
engine::Result<SkyShape, BadValue> polygon_of(std::string_view text);  ///< "ra dec ra dec ra dec ..."
engine::Result<SkyShape, BadValue> range_of(
    std::string_view text);  ///< "ra ra dec dec", ends may be -Inf, +Inf
engine::Result<SkyShape, BadValue> position_of(
    std::string_view text);  ///< "CIRCLE ...", "RANGE ...", "POLYGON ..."

/// "low high", either end infinite; a single number is both ends.
struct Interval {
  double low, high;
};
engine::Result<Interval, BadValue> interval_of(std::string_view text);

}  // namespace uws

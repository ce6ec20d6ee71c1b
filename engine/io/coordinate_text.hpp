/// Coordinates and angular sizes as a person writes them: `83.633`, `05:34:31.94`, `+22d00m52.2s`, `30'`.
#pragma once

#include <string_view>

#include "engine/model/expression.hpp"
#include "engine/model/units.hpp"

namespace engine {

enum class Coordinate { right_ascension, longitude, latitude };

/// A number alone is in degrees; `83.633d`, `83.633 deg` and `1.4597 rad` say their unit. Sexagesimal forms
/// are `5h34m31.94s`, `22d00m52.2s`, `22d00'52.2"`, and, in hours for a right ascension and in degrees
/// otherwise, `05:34:31.94` and `05 34 31.94`. The last field may be missing and may have a fraction.
/// Longitudes from -360 to 360 deg are accepted and come as [0, 360); latitudes are within [-90, +90] deg.
Result<Angle, SyntaxError> parse_coordinate(std::string_view text, Coordinate what);

/// An angular size or distance, zero or more: `0.5`, `0.5deg`, `0.5d`, `30arcmin`, `30'`, `10arcsec`, `10"`,
/// `0.01rad`, `0.01r`.
Result<Angle, SyntaxError> parse_size(std::string_view text);

/// An angle of any sign and any turn, such as a position angle: `30`, `-30d`, `0.5rad`.
Result<Angle, SyntaxError> parse_rotation(std::string_view text);

}  // namespace engine

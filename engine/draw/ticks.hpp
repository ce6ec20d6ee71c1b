/// Round numbers for axes, and how they are written.
#pragma once

#include <string>
#include <vector>

namespace engine {

/// The smallest 1, 2 or 5 times a power of ten that divides `range` into at most `most` parts; range > 0.
double round_step(double range, int most);
/// The same for angles: above one degree it divides 360 (2, 5, 10, 15, 30, 45, 60, 90).
double round_angle_step_deg(double range_deg, int most);

/// The multiples of `step` in [from, to].
std::vector<double> multiples(double step, double from, double to);

/// "0", "0.02", "250", "12 000", "3×10⁶"; a proper minus sign.
std::string number_label(double value);
/// "83.5°" with the decimals that `step_deg` needs; longitudes in [0, 360).
std::string longitude_label(double deg, double step_deg);
/// "+22°", "−5.5°", "0°".
std::string latitude_label(double deg, double step_deg);

}  // namespace engine

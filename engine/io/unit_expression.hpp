/// Unit texts of FITS columns as powers of energy, length, time and angle, however they are spelt.
#pragma once

#include <optional>
#include <string_view>

namespace engine {

/// A solid angle is angle squared, so that 'sr-1' and 'deg-2' are one dimension.
struct UnitExpression {
  int energy = 0, length = 0, time = 0, angle = 0;
  double scale = 1;           ///< to TeV, m, s, deg
  bool as_fits_wants = true;  ///< FITS 4.0, section 4.3: at most one solidus, no leading "1/"
  bool dimensionless() const { return energy == 0 && length == 0 && time == 0 && angle == 0; }
};

/// "MeV-1 s-1 sr-1", "1/s/MeV/sr", "s^-1 MeV^-1 sr^-1", "1 / (MeV s sr)", "sr^(-1)", "m**2", "cm2"; an
/// empty text is the pure number. Nothing for what is no unit of these four.
std::optional<UnitExpression> parse_unit(std::string_view text);

}  // namespace engine

/// VOUnits as far as IN_UNIT needs them: factors between units of one dimension.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace catalog::adql {

/// A unit as a factor and the powers of the base units: m, kg, s, A, K, mol, cd, deg, and those that VOUnits
/// counts but SI does not: counts and the like are plain numbers, mag stands alone.
struct Unit {
  double factor = 1;
  std::array<double, 9> powers{};
  double tens = 0;  ///< the factor has 10 to this power beside it, so that decimal prefixes stay exact
};

/// VOUnits 1.1 (and the habits "10**-12 cm**-2", "erg/s", "cm-2"): products with . or *, one or more
/// divisions with /, powers with **, ^ or digits, brackets, decimal prefixes, a numeric factor, sqrt(...).
/// Text: what is wrong.
std::variant<Unit, std::string> parse_unit(std::string_view text);

/// What a value in `from` is multiplied with to be in `to`; nothing if their dimensions differ.
std::optional<double> factor_between(Unit const& from, Unit const& to);

/// Photon energy, wavelength, frequency: value_in_to = numerator * value, or numerator / value.
struct SpectralConversion {
  double numerator = 1;
  bool inverse = false;
};
std::optional<SpectralConversion> spectral_conversion_between(Unit const& from, Unit const& to);

}  // namespace catalog::adql

#include "engine/parameters/energy_text.hpp"

#include <array>
#include <cmath>

#include "engine/base/text.hpp"

namespace engine {

namespace {

struct Unit {
  std::string_view name;
  double per_tev;  ///< how many of it make 1 TeV: dividing by whole powers of ten is exact where multiplying
                   ///< is not
};
constexpr std::array<Unit, 7> units{{{"TeV", 1},
                                     {"GeV", 1e3},
                                     {"MeV", 1e6},
                                     {"keV", 1e9},
                                     {"PeV", 1e-3},
                                     {"eV", 1e12},
                                     // 1 eV = 1.602176634e-19 J exactly (SI, 2019); 1 erg = 1e-7 J.
                                     {"erg", 1.602176634}}};

}  // namespace

Result<Energy, std::string> parse_energy(std::string_view text) {
  std::string_view const whole = trimmed(text);
  // Digits may end in an exponent, so the unit is what remains behind the longest number.
  std::size_t split_at = whole.size();
  while (split_at > 0 && !number(whole.substr(0, split_at))) --split_at;
  if (split_at == 0) return "not an energy: '" + std::string(whole) + "' (write 0.5, 0.5TeV or 500GeV)";
  double const value = *number(whole.substr(0, split_at));
  std::string_view const unit = trimmed(whole.substr(split_at));
  if (!std::isfinite(value)) return std::string("not a finite energy");
  if (unit.empty()) return tev(value);
  for (Unit const& known : units)
    if (same_word(known.name, unit)) return tev(value / known.per_tev);
  return "unknown energy unit '" + std::string(unit) + "' (TeV, GeV, MeV, keV, PeV, eV or erg)";
}

}  // namespace engine

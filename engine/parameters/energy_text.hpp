/// Energies as people write them.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.hpp"
#include "engine/model/units.hpp"

namespace engine {

/// "0.5" (TeV), "0.5 TeV", "500GeV", "500 MeV", "0.8 erg"; finite. The problem is a phrase without the name.
Result<Energy, std::string> parse_energy(std::string_view text);

}  // namespace engine

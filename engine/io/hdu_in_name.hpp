/// FILE[NAME] and FILE[n]: an HDU behind a file name, without cfitsio's filters.
#pragma once

#include <string>

#include "engine/model/observation.hpp"

namespace engine {

/// A literal location. If there is no file of that very name and it ends in one pair of brackets around a
/// plain HDU name or number ("run.fits[EVENTS]", "run.fits[1]": as in cfitsio, 0 is the primary HDU), that is
/// the HDU; anything else in brackets stays part of the file name.
HduLocation hdu_in_name(std::string const& name);

}  // namespace engine

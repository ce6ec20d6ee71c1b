/// Rules for the place of the telescopes on Earth.
#pragma once

#include "engine/check/defect.hpp"
#include "engine/io/fits_header.hpp"

namespace engine {

/// GEOLON, GEOLAT and ALTITUDE against the known site of TELESCOP: wrong sign, kilometres for metres, another
/// place. A telescope this table does not know is only checked for possible angles.
void check_site(FitsHeader const& header, Findings const& out);

}  // namespace engine

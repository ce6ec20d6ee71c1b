/// The geometry of a map from the cards of its FITS header.
#pragma once

#include <string>
#include <string_view>

#include "engine/model/sky_geometry.hpp"

namespace engine {

/// `cards`: the header as 80-character cards in a row, without line ends. `place` ("file.fits[HDU]") names it
/// in messages. The first two axes must be celestial, in either order, in RA/DEC (ICRS, or FK5 of 2000, which
/// is read as ICRS) or GLON/GLAT; further axes, such as energy, are ignored. CDELT with PC or CROTA, and CD.
/// A projection that is none of the seven, or one with parameters, becomes Projection::other with its cards.
/// Throws Failure(bad_data) for other frames, other axes, and distortions (SIP, TPV, lookup tables).
SkyGeometry geometry_from_cards(std::string_view cards, std::string const& place);

}  // namespace engine

/// FITS headers as text, and what wcslib makes of them on its own.
#pragma once

#include <string>
#include <vector>

#include "engine/model/sky_geometry.hpp"

namespace test_support {

/// Cards of 80 characters from lines such as "CRVAL1  = 83.6".
std::string cards(std::vector<std::string> const& lines);
/// The cards of a header as our writers would put them, with digits enough to read the same doubles back.
std::string cards_of(engine::WcsHeader const& header);

struct Truth {
  bool shown;
  double x, y;  ///< FITS pixel
};
/// wcslib alone, from the cards to the pixel; world coordinates in the order of the axes, further axes at
/// their reference value.
Truth wcslib_pixel(std::string const& cards, double world1_deg, double world2_deg);

}  // namespace test_support

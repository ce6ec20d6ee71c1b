/// Owns a wcslib structure for the two axes of an image. For the files of engine/io that speak to wcslib.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <wcslib/wcs.h>

#include "engine/model/sky_geometry.hpp"

namespace engine {

struct FreeWcsprm {
  void operator()(wcsprm* w) const {
    wcsfree(w);
    delete w;
  }
};
using WcsHandle = std::unique_ptr<wcsprm, FreeWcsprm>;

/// The first two axes of the primary WCS in these 80-character cards, ready for use; `latpole` is the
/// header's own value. `place` names the header in messages. Throws Failure(bad_data).
WcsHandle wcs_from_cards(std::string_view cards, std::string const& place);
/// From the numbers alone; not for Projection::other.
WcsHandle wcs_from_numbers(WcsHeader const& header);
WcsHandle copy_of(wcsprm const& w);

}  // namespace engine

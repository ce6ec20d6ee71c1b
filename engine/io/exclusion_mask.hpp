/// Exclusion masks from FITS images.
#pragma once

#include <optional>
#include <string>

#include "engine/model/exclusion.hpp"
#include "engine/model/observation.hpp"

namespace engine {

/// The first image with two celestial axes of the file, or the HDU of that name. Pixels that are 0 or
/// undefined (NaN, BLANK) are excluded, all others usable: gammapy's convention. A third and further axes
/// must have one pixel. Throws Failure(bad_data) for files without such an image and for sizes that the file
/// does not hold.
ExclusionMask read_exclusion_mask(std::string const& path, std::string const& extname = {},
                                  FileNameSyntax syntax = FileNameSyntax::literal);

}  // namespace engine

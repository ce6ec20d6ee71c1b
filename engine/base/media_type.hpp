/// What kind of file a name promises.
#pragma once

#include <string>
#include <string_view>

namespace engine {

/// Media type (RFC 6838) by the end of the name, upper or lower case; "application/octet-stream" for any
/// other. FITS files are FITS when they are gzipped, too, as ObsCore has it (ObsCore 1.1 section B.5.2).
/// ECSV, which has no type of its own, is text.
std::string media_type_of(std::string_view name);

}  // namespace engine

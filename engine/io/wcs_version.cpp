#include "engine/io/wcs_version.hpp"

#include <wcslib/wcs.h>

namespace engine {

std::string wcslib_version_text() { return wcslib_version(nullptr); }

}  // namespace engine

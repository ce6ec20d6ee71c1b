/// The version of cfitsio, for reports.
#pragma once

#include <string>

namespace engine {

std::string cfitsio_version();  ///< "4.2.0"

}  // namespace engine

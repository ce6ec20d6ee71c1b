/// The version of ERFA, for reports.
#pragma once

#include <string>

namespace engine {

std::string erfa_version();  ///< "2.0.0"

}  // namespace engine

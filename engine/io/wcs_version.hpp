/// The version of wcslib, for reports.
#pragma once

#include <string>

namespace engine {

std::string wcslib_version_text();  ///< "7.12"

}  // namespace engine

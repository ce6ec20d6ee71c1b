/// A report as a person reads it in a terminal.
#pragma once

#include <string>

#include "engine/check/check_data_set.hpp"

namespace engine {

/// Folded, worst first, with the first few runs or files of each; ends with a line that sums up.
std::string check_text(CheckReport const& report);

/// "3 errors, 4 warnings and 12 notes in 56 runs, ..." The numbers count folded defects.
std::string check_summary(CheckReport const& report);

}  // namespace engine

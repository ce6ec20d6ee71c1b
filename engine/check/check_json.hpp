/// A report as JSON, for programs.
#pragma once

#include <string>

#include "engine/check/check_data_set.hpp"

namespace engine {

/// {"files", "runs", "events", "exit_status", "summary": folded defects, "defects": every one}. Bytes in file
/// names and headers that are no UTF-8 are replaced.
std::string check_json(CheckReport const& report);

}  // namespace engine

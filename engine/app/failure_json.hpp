/// A failure for programs: the last line of `progress=json`.
#pragma once

#include <string>

#include "engine/base/failure.hpp"

namespace engine {

/// {"error":{"message":"...","fault":"bad_request"}} and a newline.
std::string failure_json(Fault fault, std::string const& message);

}  // namespace engine

/// The file of `activity=`: docs/engine-json.md.
#pragma once

#include <string>

#include "engine/model/activity.hpp"

namespace engine {

/// Failure(missing_resource) without the file, Failure(bad_request) for what is no such JSON. Unknown keys
/// are ignored.
Activity read_activity(std::string const& path);

}  // namespace engine

/// Job types for tests, and the engine's own.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "jobs/job.hpp"
#include "jobs/types/job_type.hpp"

namespace some_types {

/// A description that has one of everything.
std::string cooking();
/// With `change` put behind the brace of its first parameter / of the whole object.
std::string with_parameter_key(std::string const& key_and_value);
std::string with_key(std::string const& key_and_value);

/// Reads one; fails the test if there is a problem.
jobs::JobType read(std::string const& json);
/// What `distill describe` prints, made by the engine's own code.
std::vector<jobs::JobType> of_engine();
std::shared_ptr<jobs::JobType const> engine_type(std::string const& name);
std::string shipped_text(std::string const& file);
/// ctbin beside the engine's map.
jobs::JobType ctbin();

jobs::Parameter given(std::string const& name, std::string const& value);

}  // namespace some_types

/// The parameter tables as JSON: what forms and job services are built from.
#pragma once

#include <string>

#include "engine/parameters/parameter.hpp"

namespace engine {

std::string description_json(Command const& command);
std::string descriptions_json();  ///< an array of all job types

}  // namespace engine

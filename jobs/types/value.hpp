/// One value of one parameter: what is wrong with it, and how it is spelt. Internal to jobs/types.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "jobs/types/job_type.hpp"

namespace jobs {

/// What is wrong with the text for the parameter's type, range and options; nothing if it fits. The engine's
/// own readers judge, so that nothing passes here that it cannot read, and the other way round.
std::optional<std::string> value_problem(ParameterDescription const& parameter, std::string const& value);

/// What would fit: "one of icrs, galactic", "a whole number from 1 to 100".
std::string allowed_values(ParameterDescription const& parameter);

/// Options as they are declared, truth values as yes and no, the rest without blanks at the ends.
std::string settled_value(ParameterDescription const& parameter, std::string const& value);

/// Equal for values that mean the same: numbers as numbers, angles in degrees, energies in TeV.
std::string compared_value(ParameterDescription const& parameter, std::string const& value);

/// A text that a program could take for the name of a file of its machine: "@list", "/etc/passwd", "../x",
/// "~".
bool names_a_file(std::string_view text);

}  // namespace jobs

/// The values bound to $1, $2, ... of a statement.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace catalog::pg {

/// PostgreSQL's text input form of each value; nothing is NULL. Arrays: see array_text() in array.hpp.
using Parameters = std::vector<std::optional<std::string>>;

}  // namespace catalog::pg

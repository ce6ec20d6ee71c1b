/// What stands in quotes or digits in a query, checked here so that PostgreSQL never has to refuse it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace catalog::adql {

/// ISO 8601, date with or without time, with or without a Z, as PostgreSQL reads it back exactly; nothing for
/// what is no time of our calendar (years 0001 to 9999).
std::optional<std::string> iso_time(std::string_view text);

/// A text as an element of a PostgreSQL array literal.
std::string array_element(std::string_view text);

}  // namespace catalog::adql

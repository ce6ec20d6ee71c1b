/// PostgreSQL arrays and their text form ({a,"b c",NULL}; manual section 8.15.6).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace catalog::pg {

/// For a parameter such as `= ANY($1::text[])`.
std::string array_text(std::span<std::string const> elements);
std::string array_text(std::span<double const> elements);  ///< shortest texts that read back the same

/// The elements of a one-dimensional array; Failure(internal) if the text is not one.
std::vector<std::optional<std::string>> array_elements(std::string_view text);

/// "x""y": a name for the few statements that cannot take it as a parameter (CREATE TABLE, LISTEN).
/// Failure(bad_request) if it is empty, longer than PostgreSQL's 63 bytes, or has a NUL character.
std::string quoted_name(std::string_view name);

}  // namespace catalog::pg

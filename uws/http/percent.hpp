/// Percent encoding (RFC 3986 section 2.1) and the check for UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace uws::http {

enum class Plus { literal, blank };  ///< in forms '+' stands for a blank, in paths for itself

/// Nothing if an escape is broken ("%z1", "%4").
std::optional<std::string> percent_decoded(std::string_view text, Plus plus = Plus::literal);

/// Everything but unreserved characters (letters, digits, "-._~") is escaped: one path segment or query
/// value.
std::string percent_encoded(std::string_view text);

/// Well-formed UTF-8 (Unicode 15, table 3-7): no overlong forms, no surrogates, nothing beyond U+10FFFF.
bool is_utf8(std::string_view text);

}  // namespace uws::http

/// Dates of HTTP headers (RFC 9110 section 5.6.7).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace uws::http {

std::string http_date(std::chrono::sys_seconds time);  ///< "Sun, 06 Nov 1994 08:49:37 GMT"
/// All three forms: the one above, "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994".
std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text);

}  // namespace uws::http

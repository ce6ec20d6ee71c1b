/// Clock times for reports and records: ISO 8601 in UTC, with milliseconds and Z.
#pragma once

#include <ctime>
#include <optional>
#include <string>
#include <string_view>

namespace engine {

std::string utc_text(std::timespec const& time);
std::string utc_now();
/// Seconds since 1970 of a text made here; nothing for another.
std::optional<double> utc_seconds(std::string_view text);

}  // namespace engine

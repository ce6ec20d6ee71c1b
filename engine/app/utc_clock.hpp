/// Clock times for reports and records: ISO 8601 in UTC, with milliseconds and Z.
#pragma once

#include <ctime>
#include <string>

namespace engine {

std::string utc_text(std::timespec const& time);
std::string utc_now();

}  // namespace engine

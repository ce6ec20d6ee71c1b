/// Instants of a job's life, as text: UTC, milliseconds, trailing Z (UWS 1.1 section 2.1.1).
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace jobs {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Clock = std::function<Instant()>;

Instant system_now();

std::string iso_text(Instant instant);  ///< "2026-11-21T09:00:00.000Z"

/// Any ISO 8601 date with as much or as little time as given, missing parts being the smallest: "2015",
/// "2015-10", "2015-10-26", "20151026", "2015-10-26T09", "2015-10-26 09:00", "20151026T090000.5Z",
/// "2015-10-26T09:00:00.123456Z". Always UTC; another zone, or a date that does not exist, gives nothing.
/// Digits below the millisecond are cut. Years 1 to 9999.
std::optional<Instant> instant_from(std::string_view text);

}  // namespace jobs

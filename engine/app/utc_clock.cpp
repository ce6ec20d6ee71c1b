#include "engine/app/utc_clock.hpp"

#include <cstdio>

#include <fmt/format.h>

namespace engine {

std::string utc_text(std::timespec const& time) {
  std::tm parts{};
  gmtime_r(&time.tv_sec, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, time.tv_nsec / 1'000'000);
}

std::optional<double> utc_seconds(std::string_view text) {
  std::tm parts{};
  double seconds = 0;
  char zone = 0;
  int const read = std::sscanf(std::string(text).c_str(), "%d-%d-%dT%d:%d:%lf%c", &parts.tm_year,
                               &parts.tm_mon, &parts.tm_mday, &parts.tm_hour, &parts.tm_min, &seconds, &zone);
  if (read != 7 || zone != 'Z') return std::nullopt;
  parts.tm_year -= 1900;
  parts.tm_mon -= 1;
  return static_cast<double>(timegm(&parts)) + seconds;
}

std::string utc_now() {
  std::timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  return utc_text(now);
}

}  // namespace engine

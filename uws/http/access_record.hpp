/// What is written down about each request.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace uws::http {

struct AccessRecord {
  std::chrono::system_clock::time_point time{};  ///< when its header was complete
  std::string id{};
  std::string method{}, path{};  ///< path with query, as sent
  int status = 0;                ///< 499: the client left before there was an answer
  std::uint64_t bytes = 0;       ///< of the body, as sent
  std::chrono::microseconds duration{};
  std::string peer{};
  std::string user{}, job{};  ///< if a handler said so
  bool complete = true;       ///< false: cut in the middle of the body
};

/// "time=2026-01-31T12:00:00.123Z id=… method=GET path="/tap/sync" status=200 …": one line, logfmt.
std::string logfmt(AccessRecord const& record);
/// The same as one JSON object.
std::string json_line(AccessRecord const& record);

/// A JSON string with its quotes, whatever the text holds: it cannot end a line of a log or forge another
/// one.
std::string quoted_line(std::string_view text);

/// "2026-01-31T12:00:00.123Z"
std::string iso_utc(std::chrono::system_clock::time_point time);

}  // namespace uws::http

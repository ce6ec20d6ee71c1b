/// Conditional requests and ranges (RFC 9110 sections 13 and 14).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "uws/http/message.hpp"

namespace uws::http {

/// What a stored thing is at the moment.
struct Validators {
  std::string etag{};  ///< with its quotes, "W/" before them if weak
  std::chrono::sys_seconds modified{};
};

/// unmodified: 304; failed: 412.
enum class Condition { proceed, unmodified, failed };
/// If-Match, If-Unmodified-Since, If-None-Match, If-Modified-Since in the order of section 13.2.2.
Condition check_conditions(Request const& request, Validators const& now);

/// Half open: first <= byte < last.
struct ByteRange {
  std::uint64_t first = 0, last = 0;
  friend bool operator==(ByteRange const&, ByteRange const&) = default;
};
struct RangeAnswer {
  enum class Kind { whole, part, unsatisfiable } kind = Kind::whole;
  ByteRange range{};
};
/// One range of bytes is served; several, another unit, broken syntax or an If-Range that does not hold give
/// the whole; a range that begins behind the end is unsatisfiable.
RangeAnswer range_of(Request const& request, std::uint64_t size, Validators const& now);
RangeAnswer parse_range(std::string_view header, std::uint64_t size);

}  // namespace uws::http

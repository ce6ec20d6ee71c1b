/// What a TAP query asks for, out of its parameters (TAP 1.1 section 2.7, DALI 1.1 section 3.4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "uws/http/form.hpp"

namespace uws {

struct UploadRequest {
  std::string table;  ///< without TAP_UPLOAD; a regular identifier
  std::string uri;    ///< "param:name" or an http(s) URL
};

struct TapRequest {
  std::string query;
  std::string response_format{};       ///< as asked; empty: the default
  std::optional<std::int64_t> maxrec;  ///< as asked, >= 0
  std::string run_id{};                ///< goes into the log
  std::vector<UploadRequest> uploads{};
};

/// Unknown parameters are passed over, as DALI says. Throws Failure(bad_request) naming every mistake at
/// once.
TapRequest tap_request(http::Parameters const& parameters);

/// RESPONSEFORMAT, else its older name FORMAT, as asked; empty: neither. Known also when the rest is wrong,
/// for the answer that says so.
std::string asked_format(http::Parameters const& parameters);

/// "a,param:x;b,http://..." (TAP 1.1 section 2.7.6); mistakes are appended to `mistakes`.
std::vector<UploadRequest> parse_uploads(std::string_view text, std::vector<std::string>& mistakes);

}  // namespace uws

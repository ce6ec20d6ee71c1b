/// Content-Encoding gzip (RFC 1952), on the fly.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "uws/http/message.hpp"

namespace uws::http {

std::string gzipped(std::string_view text);

/// The same body, compressed as it comes; memory does not grow with its length. The first chunk is flushed,
/// so that the reader sees the beginning of a slow answer at once.
std::unique_ptr<BodySource> gzipped(std::unique_ptr<BodySource> body);

}  // namespace uws::http

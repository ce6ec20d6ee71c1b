/// Telling a service of ours that there is news.
#pragma once

#include <chrono>
#include <string>

namespace uws {

/// An empty POST; what comes back does not matter, but for redirects, which are not followed.
/// Failure(missing_resource): nobody took it within that time.
void post_notice(std::string const& url, std::chrono::milliseconds timeout);

}  // namespace uws

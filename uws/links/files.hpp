/// Access to ingested files: /files/<collection>/<path>.
#pragma once

#include <string>

#include "uws/http/message.hpp"
#include "uws/links/link_parts.hpp"

namespace uws {

/// The client's words only choose a row of the catalogue; what is opened is what that row says. 404: not
/// ingested, or nobody may know; 401 and 403: not for this user; 303: kept elsewhere.
http::Reply file_reply(http::Request const& request, LinkParts const& parts, std::string const& collection,
                       std::string const& path);

}  // namespace uws

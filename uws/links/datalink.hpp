/// The {links} resource (DataLink 1.1 section 2).
#pragma once

#include "uws/http/message.hpp"
#include "uws/links/link_parts.hpp"

namespace uws {

/// ?ID=...&ID=...&RESPONSEFORMAT=...&MAXREC=...: what belongs to each dataset. No ID: the empty table.
http::Reply links_reply(http::Request const& request, LinkParts const& parts);

}  // namespace uws

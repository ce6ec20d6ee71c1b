/// The routes of this directory: /links, /files, /scs, /sia2/query, /resolve, /collections, /registry.
#pragma once

#include "uws/http/route.hpp"
#include "uws/links/link_parts.hpp"

namespace uws {

/// `parts` outlives the router.
void mount_links(http::Router& router, LinkParts const& parts);

}  // namespace uws

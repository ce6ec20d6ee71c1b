/// The page of a collection: what its identifiers and DataLink rows lead people to.
#pragma once

#include <string>
#include <vector>

#include "uws/http/message.hpp"
#include "uws/links/collection_facts.hpp"
#include "uws/links/link_parts.hpp"

namespace uws {

std::string collection_html(CollectionFacts const& facts, std::string const& base_url);
std::string collection_list_html(std::vector<CollectionFacts> const& all, std::string const& title,
                                 std::string const& base_url);

/// 404 for a collection that is not there or not to be known.
http::Reply collection_reply(http::Request const& request, LinkParts const& parts, std::string const& name);
http::Reply collection_list_reply(http::Request const& request, LinkParts const& parts);

}  // namespace uws

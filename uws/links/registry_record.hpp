/// VOResource 1.1 records: what a registry has to know of the service and of each collection.
#pragma once

#include <string>

#include "uws/http/message.hpp"
#include "uws/links/collection_facts.hpp"
#include "uws/links/link_parts.hpp"

namespace uws {

/// vs:CatalogService with the capabilities TAP, DataLink, cone search (TAPRegExt and SimpleDALRegExt stay
/// with /tap/capabilities: here each has its interface). `updated`: the latest of the collections.
std::string service_record(ServiceIdentity const& identity, std::string const& base_url,
                           std::string const& created, std::string const& updated);

/// vs:DataCollection, with the TAP service it is accessed through.
std::string collection_record(CollectionFacts const& facts, ServiceIdentity const& identity,
                              std::string const& base_url);

/// VOSI capabilities of SIA 2 (its section 2.2: found beside /query by clients that know only the base).
std::string sia_capabilities(std::string const& base_url);

http::Reply service_record_reply(http::Request const& request, LinkParts const& parts);
http::Reply collection_record_reply(http::Request const& request, LinkParts const& parts,
                                    std::string const& name);

}  // namespace uws

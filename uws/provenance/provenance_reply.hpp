/// From a request for provenance to the reply.
#pragma once

#include <string>

#include "uws/http/message.hpp"
#include "uws/provenance/provenance_parts.hpp"
#include "uws/provenance/provsap_request.hpp"

namespace uws::prov {

/// Who asks; "" is anonymous.
std::string asker_of(ProvenanceParts const& parts, http::Request const& request);

/// Loads what is asked for, as the asker may see it. Leaves Loaded::unknown to the caller.
catalog::prov::Loaded load(ProvenanceParts const& parts, http::Request const& request,
                           ProvsapRequest const& asked);

/// The graph in the form asked for.
http::Reply reply_with(http::Request const& request, ProvenanceParts const& parts,
                       ProvsapRequest const& asked, catalog::prov::Loaded const& loaded);

/// 404 that names the ids; nothing if there is none.
void refuse_unknown(std::vector<std::string> const& ids, std::string const& asker);

http::Reply provsap_reply(http::Request const& request, ProvenanceParts const& parts);
/// `fixed`: the form of the resource, if it has only one.
http::Reply job_reply(http::Request const& request, ProvenanceParts const& parts, std::string const& id,
                      std::optional<Form> fixed);

}  // namespace uws::prov

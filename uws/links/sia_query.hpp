/// Discovery of datasets by the parameters of SIA 2.0 (section 2.1), on all of ObsCore.
#pragma once

#include "uws/http/form.hpp"
#include "uws/http/message.hpp"
#include "uws/links/link_parts.hpp"
#include "uws/links/obscore_query.hpp"

namespace uws {

/// ?POS=&BAND=&TIME=&COLLECTION=&FACILITY=&...: values of one parameter are alternatives, parameters add up.
/// Unlike SIA it also gives event lists; DPTYPE=image,cube restricts it to SIA's own kinds.
http::Reply sia_reply(http::Request const& request, LinkParts const& parts);

/// The conditions alone. Failure(bad_request) "UsageFault: ..." naming every mistake.
ObscoreQuery sia_conditions(http::Parameters const& parameters);

}  // namespace uws

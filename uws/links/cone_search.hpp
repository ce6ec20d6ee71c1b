/// Simple Cone Search 1.03 on the pointings of all datasets.
#pragma once

#include "uws/http/message.hpp"
#include "uws/links/link_parts.hpp"

namespace uws {

/// ?RA=&DEC=&SR=&VERB=&MAXREC= (degrees, ICRS): datasets whose centre lies in the cone, nearest first.
/// Mistakes come as the error VOTable of section 2.3.
http::Reply cone_reply(http::Request const& request, LinkParts const& parts);

}  // namespace uws

/// PROV-XML (W3C note of 2013-04-30).
#pragma once

#include <string>

#include "uws/provenance/document.hpp"

namespace uws::prov {

/// Of a document of the W3C's model only. The order of elements is the schema's. A qualified name whose local
/// part begins with a digit or has characters such as '/' or '?' is written as it is, which readers of PROV
/// take and a strict xsd:QName does not allow: it could only be written as another URI.
std::string to_xml(Document const& document);

}  // namespace uws::prov

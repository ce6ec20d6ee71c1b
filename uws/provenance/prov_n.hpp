/// PROV-N (W3C recommendation of 2013-04-30): text for people and mails.
#pragma once

#include <string>

#include "uws/provenance/document.hpp"

namespace uws::prov {

/// An IVOA document has voprov's expressions, which PROV-N allows as extensions (section 3.9) with a prefix.
std::string to_provn(Document const& document);

}  // namespace uws::prov

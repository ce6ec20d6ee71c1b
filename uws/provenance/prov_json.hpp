/// PROV-JSON (W3C member submission of 2013-04-24), as the library `prov` reads it; of an IVOA document the
/// sections and words of voprov.
#pragma once

#include <string>

#include "uws/provenance/document.hpp"

namespace uws::prov {

std::string to_json(Document const& document);

}  // namespace uws::prov

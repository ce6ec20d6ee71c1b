/// The type of XML Schema that a value has in the typed literals of PROV.
#pragma once

#include <string_view>

#include "uws/provenance/document.hpp"

namespace uws::prov {

/// "xsd:int", "xsd:long", "xsd:double", "xsd:dateTime", "xsd:string", "xsd:QName".
std::string_view xsd_type(Value const& value);

}  // namespace uws::prov

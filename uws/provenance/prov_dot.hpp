/// The picture as a graph for graphviz, for those who want another layout.
#pragma once

#include <string>

#include "uws/provenance/picture.hpp"

namespace uws::prov {

/// Needs no layout.
std::string to_dot(Picture const& picture);

}  // namespace uws::prov

/// Provenance as VOTable 1.4: one TABLE for each class of the IVOA's model that has members.
#pragma once

#include <string>

#include "catalog/provenance/graph.hpp"

namespace uws::prov {

/// Ids are those of the database. Columns have the names and utypes of the schema `prov` of TAP.
std::string to_votable(catalog::prov::Graph const& graph);

}  // namespace uws::prov

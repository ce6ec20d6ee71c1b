/// A graph as the document that the SQL function store.record_provenance takes.
#pragma once

#include <string>

#include "catalog/provenance/graph.hpp"

namespace catalog::prov {

/// `{"entity": [{"id": ..., ...}, ...], "used": [...], ...}`: members are named after the tables of the
/// schema store, keys after their columns; what is empty is left out (and is NULL there). Always text that
/// PostgreSQL takes as jsonb, whatever bytes the graph has: what is no UTF-8 and NUL characters are replaced,
/// checksums that are none are left out. Nothing of Entity::restricted or Graph::truncated: such graphs are
/// for reading.
std::string record_json(Graph const& graph);

}  // namespace catalog::prov

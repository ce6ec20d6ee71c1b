/// The graph as a PROV document.
#pragma once

#include "catalog/provenance/graph.hpp"
#include "uws/provenance/document.hpp"
#include "uws/provenance/names.hpp"

namespace uws::prov {

enum class Model {
  w3c,  ///< PROV-DM alone: what the IVOA adds are entities of a type, and influences (ProvenanceDM 1.0
        ///< section 4)
  ivoa  ///< the IVOA's classes and relations by voprov's names; no PROV library but voprov reads it
};

/// The same graph gives the same document, whatever the order of its parts. Of things that are said twice the
/// first is taken. Relations to things that the graph does not have stay.
Document to_document(catalog::prov::Graph const& graph, Places const& places, Model model = Model::w3c);

}  // namespace uws::prov

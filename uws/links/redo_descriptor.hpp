/// How a product is made again, as a service descriptor (DataLink 1.1 section 4).
#pragma once

#include <string>

#include "catalog/table/table_frame.hpp"
#include "uws/links/dataset.hpp"
#include "uws/links/link_rows.hpp"

namespace uws {

/// POST to the job list of its type with PROVENANCE=<identifier>; PHASE=RUN starts the job at once.
catalog::ServiceDescriptor redo_descriptor(Dataset const& dataset, LinkPlaces const& places,
                                           std::string const& id);

}  // namespace uws

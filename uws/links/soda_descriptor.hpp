/// The service descriptor by which clients learn what a dataset can be cut to (SODA 1.0 section 4).
#pragma once

#include <string>

#include "catalog/table/table_frame.hpp"
#include "uws/links/dataset.hpp"
#include "uws/links/link_rows.hpp"

namespace uws {

/// `id`: the XML ID that service_def refers to. The ranges of the dataset are the VALUES of the parameters.
catalog::ServiceDescriptor soda_descriptor(Dataset const& dataset, LinkPlaces const& places,
                                           std::string const& id);

}  // namespace uws

/// Service descriptors in VOTable (DataLink 1.1 section 4): which services take the cells of which column.
#pragma once

#include <string>
#include <vector>

#include "catalog/table/column.hpp"
#include "catalog/table/table_frame.hpp"
#include "catalog/table/xml_text.hpp"

namespace catalog {

/// XML IDs for the columns that a service refers to; empty for all others.
std::vector<std::string> ids_of_columns(std::vector<Column> const& columns,
                                        std::vector<ServiceDescriptor> const& services);

/// Written only if all columns that it needs are there.
void write_service(XmlWriter& xml, ServiceDescriptor const& service, std::vector<Column> const& columns);

}  // namespace catalog

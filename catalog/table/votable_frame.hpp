/// The XML around the rows of a VOTable, the same for its three serializations.
#pragma once

#include <string>
#include <vector>

#include "catalog/table/column.hpp"
#include "catalog/table/table_frame.hpp"

namespace catalog {

/// BINARY has no other way to say that a whole number is NULL than a value set aside for it.
enum class DeclareNulls { no, yes };

/// Everything up to and including <DATA>.
void append_votable_head(std::string& out, std::vector<Column> const& columns, TableFrame const& frame,
                         DeclareNulls nulls);

/// Everything from </DATA> on: how it ended, the service descriptors.
void append_votable_tail(std::string& out, std::vector<ServiceDescriptor> const& services,
                         std::vector<Column> const& columns, Ending const& ending);

/// A whole document that only says what went wrong (DALI 1.1 section 4.2): QUERY_STATUS=ERROR. Other INFOs
/// may follow it (the query, the request's id).
std::string votable_error(std::string const& message, std::vector<Info> const& infos = {});

}  // namespace catalog

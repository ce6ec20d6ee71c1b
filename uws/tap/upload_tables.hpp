/// Uploaded tables as temporary ones of a session (TAP 1.1 section 2.7.6).
#pragma once

#include <vector>

#include "catalog/adql/tables.hpp"
#include "catalog/pg/connection.hpp"
#include "uws/tap/query_rows.hpp"

namespace uws {

/// Begins a transaction, creates and fills a temporary table for each upload, and makes the transaction
/// read-only for what follows. Returns the published tables with TAP_UPLOAD among them. Failure(bad_request)
/// names the table.
catalog::adql::Tables with_uploads(catalog::adql::Tables const& published,
                                   catalog::pg::Connection& connection,
                                   std::vector<UploadedTable> const& uploads);

}  // namespace uws

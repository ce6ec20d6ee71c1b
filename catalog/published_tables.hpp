/// TAP_SCHEMA of a database as the value that the ADQL translator and the VOSI tables document work from.
#pragma once

#include "catalog/adql/tables.hpp"
#include "catalog/pg/connection.hpp"

namespace catalog {

/// Everything that tap_schema describes, in its recommended order: the same for all users, since TAP_SCHEMA
/// names nothing that is hidden. Read it again after an ingest. Failure(internal) for a row that makes no
/// sense (a datatype that is no VOTable word), naming table and column.
adql::Tables load_tables(pg::Connection& connection);

}  // namespace catalog

/// Which PostgreSQL types may stand for a VOTable datatype when cells are passed on in binary.
#pragma once

#include "catalog/table/column.hpp"

namespace catalog::pg {

/// `oid` as RowDescription gives it. Types made in the database itself (enums) count as texts.
bool delivers(unsigned oid, Column const& column);

}  // namespace catalog::pg

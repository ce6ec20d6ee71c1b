#include "catalog/pg/handles.hpp"

#include <libpq-fe.h>

namespace catalog::pg {

void ClearResult::operator()(pg_result* result) const noexcept { PQclear(result); }
void FinishConnection::operator()(pg_conn* connection) const noexcept { PQfinish(connection); }
void FreeCancel::operator()(pg_cancel* cancel) const noexcept { PQfreeCancel(cancel); }

}  // namespace catalog::pg

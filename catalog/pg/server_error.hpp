/// From libpq's error reports to our failures. For the files of this directory only.
#pragma once

#include <string>
#include <string_view>

#include "catalog/pg/failure.hpp"

struct pg_conn;
struct pg_result;

namespace catalog::pg {

/// `where` is added to what the server says in parentheses ("line 3"); may be empty.
SqlFailure server_failure(pg_result const* result, std::string_view where = {});
SqlFailure cannot_connect(pg_conn const* connection);
SqlFailure connection_lost(pg_conn const* connection);

/// The 1-based line of `sql` the error points at, or 0 if it points nowhere.
int line_of_error(pg_result const* result, std::string_view sql);

engine::Fault fault_of(std::string_view sqlstate);

/// libpq's reports have several lines with tabs; ours have one: "a; b".
std::string one_line(std::string_view report);

}  // namespace catalog::pg

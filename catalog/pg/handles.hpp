/// Owners of libpq's objects. libpq-fe.h stays in the source files; its types are only named here.
#pragma once

#include <memory>

struct pg_conn;
struct pg_result;
struct pg_cancel;

namespace catalog::pg {

struct ClearResult {
  void operator()(pg_result* result) const noexcept;
};
using ResultHandle = std::unique_ptr<pg_result, ClearResult>;

struct FinishConnection {
  void operator()(pg_conn* connection) const noexcept;
};
using ConnectionHandle = std::unique_ptr<pg_conn, FinishConnection>;

struct FreeCancel {
  void operator()(pg_cancel* cancel) const noexcept;
};
using CancelHandle = std::unique_ptr<pg_cancel, FreeCancel>;

}  // namespace catalog::pg

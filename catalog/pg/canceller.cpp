#include "catalog/pg/canceller.hpp"

#include <libpq-fe.h>

namespace catalog::pg {

bool Canceller::cancel() const {
  std::lock_guard const lock(target_->guard);
  char reason[256];
  return target_->handle && PQcancel(target_->handle.get(), reason, sizeof reason) == 1;
}

}  // namespace catalog::pg

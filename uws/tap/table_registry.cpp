#include "uws/tap/table_registry.hpp"

namespace uws {

std::shared_ptr<catalog::adql::Tables const> TableRegistry::current(Audience audience) {
  std::lock_guard const lock(mutex_);
  auto& tables = audience == Audience::anonymous ? for_anonymous_ : for_known_;
  if (!tables) tables = std::make_shared<catalog::adql::Tables const>(load_(audience));
  return tables;
}

void TableRegistry::forget() {
  std::lock_guard const lock(mutex_);
  for_anonymous_.reset();
  for_known_.reset();
}

}  // namespace uws

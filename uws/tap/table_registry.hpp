/// The published tables as all requests share them, read anew when the catalogue changes.
#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include "catalog/adql/tables.hpp"

namespace uws {

/// Strangers do not see all columns (access_url_local).
enum class Audience { anonymous, known };

class TableRegistry {
 public:
  using Load = std::function<catalog::adql::Tables(Audience)>;
  explicit TableRegistry(Load load) : load_(std::move(load)) {}

  /// Loads on the first call and after forget(); throws what loading throws.
  std::shared_ptr<catalog::adql::Tables const> current(Audience audience = Audience::anonymous);
  /// The next current() reads the database again. Those who hold the old tables keep them.
  void forget();

 private:
  Load load_;
  std::mutex mutex_;
  std::shared_ptr<catalog::adql::Tables const> for_anonymous_, for_known_;
};

}  // namespace uws

/// Stops, from any thread, the statement a connection is working on.
#pragma once

#include <memory>
#include <mutex>

#include "catalog/pg/handles.hpp"

namespace catalog::pg {

/// Once the connection has been reset, handed back to its pool or closed, it does nothing: it can never hit
/// the statement of whoever uses the connection next.
class Canceller {
 public:
  struct Target {
    std::mutex guard{};
    CancelHandle handle{};
  };

  explicit Canceller(std::shared_ptr<Target> target) : target_(std::move(target)) {}

  /// Asks the server; the statement then fails with Fault::interrupted. False if there was nobody to ask.
  /// Nothing happens if no statement is running.
  bool cancel() const;

 private:
  std::shared_ptr<Target> target_;
};

}  // namespace catalog::pg

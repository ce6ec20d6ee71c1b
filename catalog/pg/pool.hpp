/// A fixed number of connections shared by many threads.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "catalog/pg/connection.hpp"

namespace catalog::pg {

struct PoolState;

/// A connection on loan; goes back, cleaned, when this ends. May outlive the pool. One thread at a time.
class Lease {
 public:
  Lease(std::shared_ptr<PoolState> pool, std::unique_ptr<Connection> connection);
  ~Lease();
  Lease(Lease&&) noexcept = default;
  Lease& operator=(Lease&& other) noexcept;

  Connection& operator*() const { return *connection_; }
  Connection* operator->() const { return connection_.get(); }

 private:
  void give_back() noexcept;
  std::shared_ptr<PoolState> pool_;
  std::unique_ptr<Connection> connection_;
};

/// For a health page.
struct PoolStatistics {
  std::size_t size = 0, in_use = 0, idle = 0, waiting = 0;
  std::uint64_t taken = 0, waited = 0;   ///< leases so far; those that had to wait
  std::uint64_t exhausted = 0;           ///< calls of take() that gave up because all were in use
  std::uint64_t opened = 0, broken = 0;  ///< connections opened; found dead and thrown away
  std::uint64_t failed_attempts = 0;     ///< connection attempts that failed
  std::string last_failure{};            ///< empty once a connection succeeded again
};

/// What is done to a connection that comes back.
enum class Cleaning {
  full,   ///< all of the session's state goes: for statements of strangers
  light,  ///< a transaction left open is rolled back, prepared statements stay: for users who SET nothing
};

class Pool {
 public:
  using Setup = std::function<void(Connection&)>;

  /// Connects lazily, so the server need not be there yet. `setup` runs on each new connection and again
  /// after each cleaning (SET ROLE, statement_timeout, ...).
  Pool(std::string conninfo, std::size_t size, Setup setup = {}, Cleaning cleaning = Cleaning::full);
  ~Pool();
  Pool(Pool const&) = delete;
  Pool& operator=(Pool const&) = delete;

  /// First come, first served. Failure(missing_resource) if all connections are still in use after `timeout`,
  /// or if the server cannot be reached: then it is tried again, at growing intervals, until `timeout`.
  Lease take(std::chrono::milliseconds timeout = std::chrono::seconds(10));

  PoolStatistics statistics() const;

  /// No more leases; those who wait get a Failure(interrupted). Connections on loan close as they come back.
  void close();

 private:
  std::shared_ptr<PoolState> state_;
};

}  // namespace catalog::pg

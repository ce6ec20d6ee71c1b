/// What a pool and its leases share. For the files of this directory only.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <vector>

#include "catalog/pg/pool.hpp"

namespace catalog::pg {

/// A place is a right to hold one connection, idle or on loan; there are `size` of them.
struct PoolState {
  using Clock = std::chrono::steady_clock;

  PoolState(std::string conninfo, std::size_t size, Pool::Setup setup, Cleaning cleaning);

  std::unique_ptr<Connection> take(std::chrono::milliseconds timeout);
  void give_back(std::unique_ptr<Connection> connection) noexcept;
  void close();
  PoolStatistics statistics() const;

 private:
  void wait_for_place(std::unique_lock<std::mutex>& lock, Clock::time_point deadline);
  void leave_place(std::unique_lock<std::mutex>& lock);
  std::unique_ptr<Connection> idle_connection(std::unique_lock<std::mutex>& lock);
  /// An idle one, or a new one; a server that allows fewer than `size` makes us wait for one to come back.
  std::unique_ptr<Connection> connection_within(std::unique_lock<std::mutex>& lock,
                                                Clock::time_point deadline);
  std::unique_ptr<Connection> opened();
  void note_failure(std::string const& message);
  void refuse_if_closed() const;
  bool closed() const;
  bool cleaned(Connection& connection) const;

  std::string const conninfo_;
  std::size_t const size_;
  Pool::Setup const setup_;
  Cleaning const cleaning_;

  mutable std::mutex guard_{};
  std::condition_variable changed_{};
  std::vector<std::unique_ptr<Connection>> idle_{};
  std::deque<std::uint64_t> queue_{};  ///< tickets of those who wait, first come first
  std::uint64_t next_ticket_ = 0;
  bool closed_ = false;
  Clock::time_point next_attempt_{};       ///< nobody tries to connect before
  std::chrono::milliseconds interval_{0};  ///< between attempts; grows while they fail
  PoolStatistics numbers_{};
};

}  // namespace catalog::pg
